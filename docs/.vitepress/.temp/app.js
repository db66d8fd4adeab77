import { v as vueExports, s as ssrRenderAttrs_1, c as ssrRenderSlot_1, d as ssrInterpolate_1, _ as _export_sfc, a as ssrRenderAttr_1, e as ssrRenderList_1, b as ssrRenderComponent_1, f as ssrRenderVNode, g as ssrRenderClass_1, r as renderToString_1 } from "./plugin-vue_export-helper.D_Gu3gDY.js";
import "node:stream";
const _sfc_main$14 = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPBadge",
  __ssrInlineRender: true,
  props: {
    text: {},
    type: { default: "tip" }
  },
  setup(__props) {
    return (_ctx, _push, _parent, _attrs) => {
      _push(`<span${ssrRenderAttrs_1(vueExports.mergeProps({
        class: ["VPBadge", __props.type]
      }, _attrs))}>`);
      ssrRenderSlot_1(_ctx.$slots, "default", {}, () => {
        _push(`${ssrInterpolate_1(__props.text)}`);
      }, _push, _parent);
      _push(`</span>`);
    };
  }
});
const _sfc_setup$14 = _sfc_main$14.setup;
_sfc_main$14.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPBadge.vue");
  return _sfc_setup$14 ? _sfc_setup$14(props, ctx) : void 0;
};
function deserializeFunctions(r) {
  return Array.isArray(r) ? r.map(deserializeFunctions) : typeof r == "object" && r !== null ? Object.keys(r).reduce((t, n) => (t[n] = deserializeFunctions(r[n]), t), {}) : typeof r == "string" && r.startsWith("_vp-fn_") ? new Function(`return ${r.slice(7)}`)() : r;
}
const siteData = deserializeFunctions(JSON.parse('{"lang":"en","dir":"ltr","title":"nabla","description":"A small, exact and fast neural-network library for TypeScript, with pluggable tensor backends.","base":"/","head":[],"router":{"prefetchLinks":true},"appearance":true,"themeConfig":{"siteTitle":"∇ nabla","nav":[{"text":"Guide","link":"/getting-started"},{"text":"API","link":"/api/"},{"text":"Playground","link":"/playground/","target":"_self"},{"text":"GitHub","link":"https://github.com/nablajs/nabla"}],"sidebar":{"/api/core/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/","items":[{"text":"Classes","link":"/api/core/#classes"},{"text":"Interfaces","link":"/api/core/#interfaces"},{"text":"Type Aliases","link":"/api/core/#type-aliases"},{"text":"Variables","link":"/api/core/#variables"},{"text":"Functions","link":"/api/core/#functions"}],"collapsed":false},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/classes/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/","items":[{"text":"Classes","link":"/api/core/#classes","items":[{"text":"Adadelta","link":"/api/core/classes/Adadelta"},{"text":"Adagrad","link":"/api/core/classes/Adagrad"},{"text":"Adam","link":"/api/core/classes/Adam"},{"text":"Adamax","link":"/api/core/classes/Adamax"},{"text":"AdamW","link":"/api/core/classes/AdamW"},{"text":"AdaptiveAveragePool2d","link":"/api/core/classes/AdaptiveAveragePool2d"},{"text":"Add","link":"/api/core/classes/Add"},{"text":"AveragePool1d","link":"/api/core/classes/AveragePool1d"},{"text":"AveragePool2d","link":"/api/core/classes/AveragePool2d"},{"text":"BatchNorm","link":"/api/core/classes/BatchNorm"},{"text":"BinaryCrossEntropy","link":"/api/core/classes/BinaryCrossEntropy"},{"text":"Chain","link":"/api/core/classes/Chain"},{"text":"Concat","link":"/api/core/classes/Concat"},{"text":"Context","link":"/api/core/classes/Context"},{"text":"Conv1d","link":"/api/core/classes/Conv1d"},{"text":"Conv2d","link":"/api/core/classes/Conv2d"},{"text":"ConvTranspose2d","link":"/api/core/classes/ConvTranspose2d"},{"text":"Dense","link":"/api/core/classes/Dense"},{"text":"Dropout","link":"/api/core/classes/Dropout"},{"text":"Dropout2d","link":"/api/core/classes/Dropout2d"},{"text":"ElementwiseLoss","link":"/api/core/classes/ElementwiseLoss"},{"text":"ELU","link":"/api/core/classes/ELU"},{"text":"Flatten","link":"/api/core/classes/Flatten"},{"text":"GELU","link":"/api/core/classes/GELU"},{"text":"GlobalAveragePool","link":"/api/core/classes/GlobalAveragePool"},{"text":"GlobalMaxPool","link":"/api/core/classes/GlobalMaxPool"},{"text":"Graph","link":"/api/core/classes/Graph"},{"text":"GroupNorm","link":"/api/core/classes/GroupNorm"},{"text":"HardSwish","link":"/api/core/classes/HardSwish"},{"text":"Huber","link":"/api/core/classes/Huber"},{"text":"Lambda","link":"/api/core/classes/Lambda"},{"text":"LayerNorm","link":"/api/core/classes/LayerNorm"},{"text":"LayerRandom","link":"/api/core/classes/LayerRandom"},{"text":"LeakyReLU","link":"/api/core/classes/LeakyReLU"},{"text":"Lion","link":"/api/core/classes/Lion"},{"text":"MaxPool1d","link":"/api/core/classes/MaxPool1d"},{"text":"MaxPool2d","link":"/api/core/classes/MaxPool2d"},{"text":"MeanAbsoluteError","link":"/api/core/classes/MeanAbsoluteError"},{"text":"MeanSquaredError","link":"/api/core/classes/MeanSquaredError"},{"text":"Multiply","link":"/api/core/classes/Multiply"},{"text":"NablaError","link":"/api/core/classes/NablaError"},{"text":"NAdam","link":"/api/core/classes/NAdam"},{"text":"Network","link":"/api/core/classes/Network"},{"text":"Optimizer","link":"/api/core/classes/Optimizer"},{"text":"Parameters","link":"/api/core/classes/Parameters"},{"text":"Permute","link":"/api/core/classes/Permute"},{"text":"Predictor","link":"/api/core/classes/Predictor"},{"text":"PReLU","link":"/api/core/classes/PReLU"},{"text":"Random","link":"/api/core/classes/Random"},{"text":"RandomKey","link":"/api/core/classes/RandomKey"},{"text":"ReLU","link":"/api/core/classes/ReLU"},{"text":"Reshape","link":"/api/core/classes/Reshape"},{"text":"Residual","link":"/api/core/classes/Residual"},{"text":"RMSNorm","link":"/api/core/classes/RMSNorm"},{"text":"RMSprop","link":"/api/core/classes/RMSprop"},{"text":"SELU","link":"/api/core/classes/SELU"},{"text":"SeparableConv2d","link":"/api/core/classes/SeparableConv2d"},{"text":"Sequential","link":"/api/core/classes/Sequential"},{"text":"SGD","link":"/api/core/classes/SGD"},{"text":"Sigmoid","link":"/api/core/classes/Sigmoid"},{"text":"SiLU","link":"/api/core/classes/SiLU"},{"text":"Softmax","link":"/api/core/classes/Softmax"},{"text":"SoftmaxCrossEntropy","link":"/api/core/classes/SoftmaxCrossEntropy"},{"text":"Softplus","link":"/api/core/classes/Softplus"},{"text":"Tanh","link":"/api/core/classes/Tanh"},{"text":"Tensor","link":"/api/core/classes/Tensor"},{"text":"UpSample","link":"/api/core/classes/UpSample"},{"text":"WeightPenalty","link":"/api/core/classes/WeightPenalty"},{"text":"ZeroPadding","link":"/api/core/classes/ZeroPadding"}],"collapsed":false},{"text":"Interfaces","link":"/api/core/#interfaces"},{"text":"Type Aliases","link":"/api/core/#type-aliases"},{"text":"Variables","link":"/api/core/#variables"},{"text":"Functions","link":"/api/core/#functions"}],"collapsed":false},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/interfaces/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/","items":[{"text":"Classes","link":"/api/core/#classes"},{"text":"Interfaces","link":"/api/core/#interfaces","items":[{"text":"AdadeltaOptions","link":"/api/core/interfaces/AdadeltaOptions"},{"text":"AdagradOptions","link":"/api/core/interfaces/AdagradOptions"},{"text":"AdamaxOptions","link":"/api/core/interfaces/AdamaxOptions"},{"text":"AdamOptions","link":"/api/core/interfaces/AdamOptions"},{"text":"AdamStep","link":"/api/core/interfaces/AdamStep"},{"text":"Backend","link":"/api/core/interfaces/Backend"},{"text":"BackendInfo","link":"/api/core/interfaces/BackendInfo"},{"text":"Batch","link":"/api/core/interfaces/Batch"},{"text":"BatchEvent","link":"/api/core/interfaces/BatchEvent"},{"text":"BatchNormalized","link":"/api/core/interfaces/BatchNormalized"},{"text":"BatchNormOptions","link":"/api/core/interfaces/BatchNormOptions"},{"text":"BatchTime","link":"/api/core/interfaces/BatchTime"},{"text":"BinaryCrossEntropyOptions","link":"/api/core/interfaces/BinaryCrossEntropyOptions"},{"text":"Blueprint","link":"/api/core/interfaces/Blueprint"},{"text":"BroadcastPlan","link":"/api/core/interfaces/BroadcastPlan"},{"text":"Callback","link":"/api/core/interfaces/Callback"},{"text":"CallbackState","link":"/api/core/interfaces/CallbackState"},{"text":"Classification","link":"/api/core/interfaces/Classification"},{"text":"ClassReport","link":"/api/core/interfaces/ClassReport"},{"text":"ConcatOptions","link":"/api/core/interfaces/ConcatOptions"},{"text":"ContextOptions","link":"/api/core/interfaces/ContextOptions"},{"text":"ConvKernels","link":"/api/core/interfaces/ConvKernels"},{"text":"ConvolutionOptions","link":"/api/core/interfaces/ConvolutionOptions"},{"text":"ConvOptions","link":"/api/core/interfaces/ConvOptions"},{"text":"ConvTranspose2dOptions","link":"/api/core/interfaces/ConvTranspose2dOptions"},{"text":"ConvTransposeOptions","link":"/api/core/interfaces/ConvTransposeOptions"},{"text":"CsrArray","link":"/api/core/interfaces/CsrArray"},{"text":"CsrKernels","link":"/api/core/interfaces/CsrKernels"},{"text":"CumsumOptions","link":"/api/core/interfaces/CumsumOptions"},{"text":"Dataset","link":"/api/core/interfaces/Dataset"},{"text":"DenseArray","link":"/api/core/interfaces/DenseArray"},{"text":"DenseBackwardNeeds","link":"/api/core/interfaces/DenseBackwardNeeds"},{"text":"DenseGradients","link":"/api/core/interfaces/DenseGradients"},{"text":"DenseOptions","link":"/api/core/interfaces/DenseOptions"},{"text":"Device","link":"/api/core/interfaces/Device"},{"text":"Differentiated","link":"/api/core/interfaces/Differentiated"},{"text":"Distribution","link":"/api/core/interfaces/Distribution"},{"text":"DoneEvent","link":"/api/core/interfaces/DoneEvent"},{"text":"Draw","link":"/api/core/interfaces/Draw"},{"text":"EpochEndEvent","link":"/api/core/interfaces/EpochEndEvent"},{"text":"EpochStartEvent","link":"/api/core/interfaces/EpochStartEvent"},{"text":"EvaluateOptions","link":"/api/core/interfaces/EvaluateOptions"},{"text":"Evaluation","link":"/api/core/interfaces/Evaluation"},{"text":"FitOptions","link":"/api/core/interfaces/FitOptions"},{"text":"FromConfigOptions","link":"/api/core/interfaces/FromConfigOptions"},{"text":"FusedKernels","link":"/api/core/interfaces/FusedKernels"},{"text":"GatherOptions","link":"/api/core/interfaces/GatherOptions"},{"text":"GeluOptions","link":"/api/core/interfaces/GeluOptions"},{"text":"GradientTransform","link":"/api/core/interfaces/GradientTransform"},{"text":"GradOptions","link":"/api/core/interfaces/GradOptions"},{"text":"GraphOptions","link":"/api/core/interfaces/GraphOptions"},{"text":"History","link":"/api/core/interfaces/History"},{"text":"Kernels","link":"/api/core/interfaces/Kernels"},{"text":"Largest","link":"/api/core/interfaces/Largest"},{"text":"LayerNormOptions","link":"/api/core/interfaces/LayerNormOptions"},{"text":"LionOptions","link":"/api/core/interfaces/LionOptions"},{"text":"LoadOptions","link":"/api/core/interfaces/LoadOptions"},{"text":"LoadReport","link":"/api/core/interfaces/LoadReport"},{"text":"Logs","link":"/api/core/interfaces/Logs"},{"text":"Loss","link":"/api/core/interfaces/Loss"},{"text":"LossAndGradient","link":"/api/core/interfaces/LossAndGradient"},{"text":"LossSum","link":"/api/core/interfaces/LossSum"},{"text":"MaskDraw","link":"/api/core/interfaces/MaskDraw"},{"text":"MatmulOptions","link":"/api/core/interfaces/MatmulOptions"},{"text":"MemoryUsage","link":"/api/core/interfaces/MemoryUsage"},{"text":"Metric","link":"/api/core/interfaces/Metric"},{"text":"MetricSum","link":"/api/core/interfaces/MetricSum"},{"text":"Module","link":"/api/core/interfaces/Module"},{"text":"NAdamOptions","link":"/api/core/interfaces/NAdamOptions"},{"text":"NetworkConfig","link":"/api/core/interfaces/NetworkConfig"},{"text":"NetworkOptions","link":"/api/core/interfaces/NetworkOptions"},{"text":"NormOptions","link":"/api/core/interfaces/NormOptions"},{"text":"Operand","link":"/api/core/interfaces/Operand"},{"text":"OptimizerOptions","link":"/api/core/interfaces/OptimizerOptions"},{"text":"OptimizerState","link":"/api/core/interfaces/OptimizerState"},{"text":"Parameter","link":"/api/core/interfaces/Parameter"},{"text":"ParameterGroup","link":"/api/core/interfaces/ParameterGroup"},{"text":"ParameterOptions","link":"/api/core/interfaces/ParameterOptions"},{"text":"ParameterSpec","link":"/api/core/interfaces/ParameterSpec"},{"text":"ParameterStep","link":"/api/core/interfaces/ParameterStep"},{"text":"Pass","link":"/api/core/interfaces/Pass"},{"text":"PassOptions","link":"/api/core/interfaces/PassOptions"},{"text":"Penalty","link":"/api/core/interfaces/Penalty"},{"text":"Permuter","link":"/api/core/interfaces/Permuter"},{"text":"PoolingOptions","link":"/api/core/interfaces/PoolingOptions"},{"text":"PoolKernels","link":"/api/core/interfaces/PoolKernels"},{"text":"PredictOptions","link":"/api/core/interfaces/PredictOptions"},{"text":"RandomPlace","link":"/api/core/interfaces/RandomPlace"},{"text":"ReduceOptions","link":"/api/core/interfaces/ReduceOptions"},{"text":"Reduction","link":"/api/core/interfaces/Reduction"},{"text":"ResidualOptions","link":"/api/core/interfaces/ResidualOptions"},{"text":"RMSpropOptions","link":"/api/core/interfaces/RMSpropOptions"},{"text":"RunIdentity","link":"/api/core/interfaces/RunIdentity"},{"text":"RunPosition","link":"/api/core/interfaces/RunPosition"},{"text":"Schedule","link":"/api/core/interfaces/Schedule"},{"text":"SeparableConv2dOptions","link":"/api/core/interfaces/SeparableConv2dOptions"},{"text":"SequentialConfig","link":"/api/core/interfaces/SequentialConfig"},{"text":"SequentialOptions","link":"/api/core/interfaces/SequentialOptions"},{"text":"SGDOptions","link":"/api/core/interfaces/SGDOptions"},{"text":"SgdStep","link":"/api/core/interfaces/SgdStep"},{"text":"ShareOptions","link":"/api/core/interfaces/ShareOptions"},{"text":"SlicedAxis","link":"/api/core/interfaces/SlicedAxis"},{"text":"SoftmaxCrossEntropyOptions","link":"/api/core/interfaces/SoftmaxCrossEntropyOptions"},{"text":"SoftmaxOptions","link":"/api/core/interfaces/SoftmaxOptions"},{"text":"StepBatch","link":"/api/core/interfaces/StepBatch"},{"text":"StepTools","link":"/api/core/interfaces/StepTools"},{"text":"SumOptions","link":"/api/core/interfaces/SumOptions"},{"text":"Training","link":"/api/core/interfaces/Training"},{"text":"TrainOptions","link":"/api/core/interfaces/TrainOptions"},{"text":"TrainState","link":"/api/core/interfaces/TrainState"},{"text":"TypedArrayOf","link":"/api/core/interfaces/TypedArrayOf"},{"text":"TypedConfig","link":"/api/core/interfaces/TypedConfig"},{"text":"UnreportedStep","link":"/api/core/interfaces/UnreportedStep"},{"text":"ValidationEvent","link":"/api/core/interfaces/ValidationEvent"},{"text":"ValueAndGrad","link":"/api/core/interfaces/ValueAndGrad"},{"text":"WeightPenaltyOptions","link":"/api/core/interfaces/WeightPenaltyOptions"},{"text":"Window","link":"/api/core/interfaces/Window"},{"text":"WindowOptions","link":"/api/core/interfaces/WindowOptions"}],"collapsed":false},{"text":"Type Aliases","link":"/api/core/#type-aliases"},{"text":"Variables","link":"/api/core/#variables"},{"text":"Functions","link":"/api/core/#functions"}],"collapsed":false},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/type-aliases/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/","items":[{"text":"Classes","link":"/api/core/#classes"},{"text":"Interfaces","link":"/api/core/#interfaces"},{"text":"Type Aliases","link":"/api/core/#type-aliases","items":[{"text":"ClassWeights","link":"/api/core/type-aliases/ClassWeights"},{"text":"ConfigTable","link":"/api/core/type-aliases/ConfigTable"},{"text":"ConfusionMatrix","link":"/api/core/type-aliases/ConfusionMatrix"},{"text":"Conv1dOptions","link":"/api/core/type-aliases/Conv1dOptions"},{"text":"Conv2dOptions","link":"/api/core/type-aliases/Conv2dOptions"},{"text":"CreateBackend","link":"/api/core/type-aliases/CreateBackend"},{"text":"CustomVjp","link":"/api/core/type-aliases/CustomVjp"},{"text":"DType","link":"/api/core/type-aliases/DType"},{"text":"EpochLog","link":"/api/core/type-aliases/EpochLog"},{"text":"FloatDType","link":"/api/core/type-aliases/FloatDType"},{"text":"Formula","link":"/api/core/type-aliases/Formula"},{"text":"FusedActivation","link":"/api/core/type-aliases/FusedActivation"},{"text":"GeluApproximation","link":"/api/core/type-aliases/GeluApproximation"},{"text":"Gradients","link":"/api/core/type-aliases/Gradients"},{"text":"GraphNode","link":"/api/core/type-aliases/GraphNode"},{"text":"HostArray","link":"/api/core/type-aliases/HostArray"},{"text":"HostInputs","link":"/api/core/type-aliases/HostInputs"},{"text":"HostTargets","link":"/api/core/type-aliases/HostTargets"},{"text":"Initializer","link":"/api/core/type-aliases/Initializer"},{"text":"InputsOf","link":"/api/core/type-aliases/InputsOf"},{"text":"IntegerKernels","link":"/api/core/type-aliases/IntegerKernels"},{"text":"JsonValue","link":"/api/core/type-aliases/JsonValue"},{"text":"KinkObserver","link":"/api/core/type-aliases/KinkObserver"},{"text":"Layout","link":"/api/core/type-aliases/Layout"},{"text":"NablaErrorCode","link":"/api/core/type-aliases/NablaErrorCode"},{"text":"NestedNumbers","link":"/api/core/type-aliases/NestedNumbers"},{"text":"OpenShape","link":"/api/core/type-aliases/OpenShape"},{"text":"OperandLike","link":"/api/core/type-aliases/OperandLike"},{"text":"OptimizerName","link":"/api/core/type-aliases/OptimizerName"},{"text":"Output","link":"/api/core/type-aliases/Output"},{"text":"OutputOf","link":"/api/core/type-aliases/OutputOf"},{"text":"Padding","link":"/api/core/type-aliases/Padding"},{"text":"Pair","link":"/api/core/type-aliases/Pair"},{"text":"PoolOptions","link":"/api/core/type-aliases/PoolOptions"},{"text":"Probabilities","link":"/api/core/type-aliases/Probabilities"},{"text":"ReductionShape","link":"/api/core/type-aliases/ReductionShape"},{"text":"RequiredKernel","link":"/api/core/type-aliases/RequiredKernel"},{"text":"Shape","link":"/api/core/type-aliases/Shape"},{"text":"SliceRange","link":"/api/core/type-aliases/SliceRange"},{"text":"Step","link":"/api/core/type-aliases/Step"},{"text":"Targets","link":"/api/core/type-aliases/Targets"},{"text":"TensorLike","link":"/api/core/type-aliases/TensorLike"},{"text":"TrainEvent","link":"/api/core/type-aliases/TrainEvent"},{"text":"Tree","link":"/api/core/type-aliases/Tree"},{"text":"TreeOf","link":"/api/core/type-aliases/TreeOf"},{"text":"TypedArray","link":"/api/core/type-aliases/TypedArray"}],"collapsed":false},{"text":"Variables","link":"/api/core/#variables"},{"text":"Functions","link":"/api/core/#functions"}],"collapsed":false},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/variables/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/","items":[{"text":"Classes","link":"/api/core/#classes"},{"text":"Interfaces","link":"/api/core/#interfaces"},{"text":"Type Aliases","link":"/api/core/#type-aliases"},{"text":"Variables","link":"/api/core/#variables","items":[{"text":"BYTES_PER_ELEMENT","link":"/api/core/variables/BYTES_PER_ELEMENT"},{"text":"LAYERS","link":"/api/core/variables/LAYERS"},{"text":"LOSSES","link":"/api/core/variables/LOSSES"},{"text":"OPTIMIZER_NAMES","link":"/api/core/variables/OPTIMIZER_NAMES"},{"text":"OPTIMIZERS","link":"/api/core/variables/OPTIMIZERS"},{"text":"REQUIRED_KERNELS","link":"/api/core/variables/REQUIRED_KERNELS"}],"collapsed":false},{"text":"Functions","link":"/api/core/#functions"}],"collapsed":false},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/functions/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/","items":[{"text":"Classes","link":"/api/core/#classes"},{"text":"Interfaces","link":"/api/core/#interfaces"},{"text":"Type Aliases","link":"/api/core/#type-aliases"},{"text":"Variables","link":"/api/core/#variables"},{"text":"Functions","link":"/api/core/#functions","items":[{"text":"abs","link":"/api/core/functions/abs"},{"text":"accuracy","link":"/api/core/functions/accuracy"},{"text":"adamStep","link":"/api/core/functions/adamStep"},{"text":"add","link":"/api/core/functions/add"},{"text":"addMeans","link":"/api/core/functions/addMeans"},{"text":"adoptUnless","link":"/api/core/functions/adoptUnless"},{"text":"allocate","link":"/api/core/functions/allocate"},{"text":"argmax","link":"/api/core/functions/argmax"},{"text":"averagePool2d","link":"/api/core/functions/averagePool2d"},{"text":"batchNorm","link":"/api/core/functions/batchNorm"},{"text":"binaryCrossEntropy","link":"/api/core/functions/binaryCrossEntropy"},{"text":"breather","link":"/api/core/functions/breather"},{"text":"broadcastShapes","link":"/api/core/functions/broadcastShapes"},{"text":"broadcastTo","link":"/api/core/functions/broadcastTo"},{"text":"buildShapes","link":"/api/core/functions/buildShapes"},{"text":"cast","link":"/api/core/functions/cast"},{"text":"checkBroadcasts","link":"/api/core/functions/checkBroadcasts"},{"text":"checkLength","link":"/api/core/functions/checkLength"},{"text":"checkNotEmpty","link":"/api/core/functions/checkNotEmpty"},{"text":"checkOptionNames","link":"/api/core/functions/checkOptionNames"},{"text":"checkRank","link":"/api/core/functions/checkRank"},{"text":"checkRows","link":"/api/core/functions/checkRows"},{"text":"checkSameShape","link":"/api/core/functions/checkSameShape"},{"text":"checkShape","link":"/api/core/functions/checkShape"},{"text":"classReports","link":"/api/core/functions/classReports"},{"text":"clip","link":"/api/core/functions/clip"},{"text":"clipByNorm","link":"/api/core/functions/clipByNorm"},{"text":"clipByValue","link":"/api/core/functions/clipByValue"},{"text":"concat","link":"/api/core/functions/concat"},{"text":"concatenatedShape","link":"/api/core/functions/concatenatedShape"},{"text":"confusionMatrix","link":"/api/core/functions/confusionMatrix"},{"text":"conv2d","link":"/api/core/functions/conv2d"},{"text":"convTranspose2d","link":"/api/core/functions/convTranspose2d"},{"text":"crossEntropyRows","link":"/api/core/functions/crossEntropyRows"},{"text":"cumsum","link":"/api/core/functions/cumsum"},{"text":"customVjp","link":"/api/core/functions/customVjp"},{"text":"dense","link":"/api/core/functions/dense"},{"text":"denseBackward","link":"/api/core/functions/denseBackward"},{"text":"denseForward","link":"/api/core/functions/denseForward"},{"text":"divide","link":"/api/core/functions/divide"},{"text":"dropoutMask","link":"/api/core/functions/dropoutMask"},{"text":"dtypeOf","link":"/api/core/functions/dtypeOf"},{"text":"elu","link":"/api/core/functions/elu"},{"text":"epochOrder","link":"/api/core/functions/epochOrder"},{"text":"equal","link":"/api/core/functions/equal"},{"text":"erf","link":"/api/core/functions/erf"},{"text":"evaluate","link":"/api/core/functions/evaluate"},{"text":"exp","link":"/api/core/functions/exp"},{"text":"expm1","link":"/api/core/functions/expm1"},{"text":"fill","link":"/api/core/functions/fill"},{"text":"finiteCheck","link":"/api/core/functions/finiteCheck"},{"text":"fit","link":"/api/core/functions/fit"},{"text":"forEachMatrix","link":"/api/core/functions/forEachMatrix"},{"text":"forEachRun","link":"/api/core/functions/forEachRun"},{"text":"formatShape","link":"/api/core/functions/formatShape"},{"text":"fromConfig","link":"/api/core/functions/fromConfig"},{"text":"gather","link":"/api/core/functions/gather"},{"text":"gelu","link":"/api/core/functions/gelu"},{"text":"grad","link":"/api/core/functions/grad"},{"text":"greater","link":"/api/core/functions/greater"},{"text":"groupNorm","link":"/api/core/functions/groupNorm"},{"text":"guardBackend","link":"/api/core/functions/guardBackend"},{"text":"hardSwish","link":"/api/core/functions/hardSwish"},{"text":"huber","link":"/api/core/functions/huber"},{"text":"initialize","link":"/api/core/functions/initialize"},{"text":"isFloat","link":"/api/core/functions/isFloat"},{"text":"isNablaError","link":"/api/core/functions/isNablaError"},{"text":"isNan","link":"/api/core/functions/isNan"},{"text":"isTensor","link":"/api/core/functions/isTensor"},{"text":"keep","link":"/api/core/functions/keep"},{"text":"labelCrossEntropy","link":"/api/core/functions/labelCrossEntropy"},{"text":"layerNorm","link":"/api/core/functions/layerNorm"},{"text":"leakyRelu","link":"/api/core/functions/leakyRelu"},{"text":"less","link":"/api/core/functions/less"},{"text":"listOf","link":"/api/core/functions/listOf"},{"text":"log","link":"/api/core/functions/log"},{"text":"log1p","link":"/api/core/functions/log1p"},{"text":"logSoftmax","link":"/api/core/functions/logSoftmax"},{"text":"lossSum","link":"/api/core/functions/lossSum"},{"text":"matmul","link":"/api/core/functions/matmul"},{"text":"matmulShape","link":"/api/core/functions/matmulShape"},{"text":"max","link":"/api/core/functions/max"},{"text":"maximum","link":"/api/core/functions/maximum"},{"text":"maxPool2d","link":"/api/core/functions/maxPool2d"},{"text":"mean","link":"/api/core/functions/mean"},{"text":"meanLoss","link":"/api/core/functions/meanLoss"},{"text":"min","link":"/api/core/functions/min"},{"text":"minimum","link":"/api/core/functions/minimum"},{"text":"multiply","link":"/api/core/functions/multiply"},{"text":"named","link":"/api/core/functions/named"},{"text":"nearestName","link":"/api/core/functions/nearestName"},{"text":"negate","link":"/api/core/functions/negate"},{"text":"networkFromConfig","link":"/api/core/functions/networkFromConfig"},{"text":"normalCdf","link":"/api/core/functions/normalCdf"},{"text":"normaliseAxes","link":"/api/core/functions/normaliseAxes"},{"text":"normaliseAxis","link":"/api/core/functions/normaliseAxis"},{"text":"observeKinks","link":"/api/core/functions/observeKinks"},{"text":"oneHot","link":"/api/core/functions/oneHot"},{"text":"pad","link":"/api/core/functions/pad"},{"text":"paddedShape","link":"/api/core/functions/paddedShape"},{"text":"padShape","link":"/api/core/functions/padShape"},{"text":"parameterRandom","link":"/api/core/functions/parameterRandom"},{"text":"permutation","link":"/api/core/functions/permutation"},{"text":"permute","link":"/api/core/functions/permute"},{"text":"planBroadcast","link":"/api/core/functions/planBroadcast"},{"text":"planStrides","link":"/api/core/functions/planStrides"},{"text":"pow","link":"/api/core/functions/pow"},{"text":"predict","link":"/api/core/functions/predict"},{"text":"prelu","link":"/api/core/functions/prelu"},{"text":"reduction","link":"/api/core/functions/reduction"},{"text":"relu","link":"/api/core/functions/relu"},{"text":"reshapedShape","link":"/api/core/functions/reshapedShape"},{"text":"rmsNorm","link":"/api/core/functions/rmsNorm"},{"text":"sameShape","link":"/api/core/functions/sameShape"},{"text":"scatterAdd","link":"/api/core/functions/scatterAdd"},{"text":"scope","link":"/api/core/functions/scope"},{"text":"selu","link":"/api/core/functions/selu"},{"text":"sequentialFromConfig","link":"/api/core/functions/sequentialFromConfig"},{"text":"sgdStep","link":"/api/core/functions/sgdStep"},{"text":"shapesOf","link":"/api/core/functions/shapesOf"},{"text":"sigmoid","link":"/api/core/functions/sigmoid"},{"text":"sign","link":"/api/core/functions/sign"},{"text":"silu","link":"/api/core/functions/silu"},{"text":"sizeOf","link":"/api/core/functions/sizeOf"},{"text":"slice","link":"/api/core/functions/slice"},{"text":"slicedAxes","link":"/api/core/functions/slicedAxes"},{"text":"sliceRows","link":"/api/core/functions/sliceRows"},{"text":"softmax","link":"/api/core/functions/softmax"},{"text":"softmaxCrossEntropy","link":"/api/core/functions/softmaxCrossEntropy"},{"text":"softplus","link":"/api/core/functions/softplus"},{"text":"split","link":"/api/core/functions/split"},{"text":"sqrt","link":"/api/core/functions/sqrt"},{"text":"square","link":"/api/core/functions/square"},{"text":"stack","link":"/api/core/functions/stack"},{"text":"stopGradient","link":"/api/core/functions/stopGradient"},{"text":"subtract","link":"/api/core/functions/subtract"},{"text":"sum","link":"/api/core/functions/sum"},{"text":"sumTo","link":"/api/core/functions/sumTo"},{"text":"tanh","link":"/api/core/functions/tanh"},{"text":"targetCrossEntropy","link":"/api/core/functions/targetCrossEntropy"},{"text":"tensor","link":"/api/core/functions/tensor"},{"text":"topK","link":"/api/core/functions/topK"},{"text":"train","link":"/api/core/functions/train"},{"text":"transpose","link":"/api/core/functions/transpose"},{"text":"upload","link":"/api/core/functions/upload"},{"text":"valueAndGrad","link":"/api/core/functions/valueAndGrad"},{"text":"where","link":"/api/core/functions/where"},{"text":"withClassWeights","link":"/api/core/functions/withClassWeights"},{"text":"withLogs","link":"/api/core/functions/withLogs"}],"collapsed":false}],"collapsed":false},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/callbacks/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/","items":[{"text":"Classes","link":"/api/core/callbacks/#classes"},{"text":"Interfaces","link":"/api/core/callbacks/#interfaces"},{"text":"Functions","link":"/api/core/callbacks/#functions"}],"collapsed":false},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/callbacks/classes/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/","items":[{"text":"Classes","link":"/api/core/callbacks/#classes","items":[{"text":"CSVLogger","link":"/api/core/callbacks/classes/CSVLogger"},{"text":"EarlyStopping","link":"/api/core/callbacks/classes/EarlyStopping"},{"text":"ExponentialMovingAverage","link":"/api/core/callbacks/classes/ExponentialMovingAverage"},{"text":"ModelCheckpoint","link":"/api/core/callbacks/classes/ModelCheckpoint"},{"text":"ReduceLROnPlateau","link":"/api/core/callbacks/classes/ReduceLROnPlateau"}],"collapsed":false},{"text":"Interfaces","link":"/api/core/callbacks/#interfaces"},{"text":"Functions","link":"/api/core/callbacks/#functions"}],"collapsed":false},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/callbacks/interfaces/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/","items":[{"text":"Classes","link":"/api/core/callbacks/#classes"},{"text":"Interfaces","link":"/api/core/callbacks/#interfaces","items":[{"text":"CSVLoggerOptions","link":"/api/core/callbacks/interfaces/CSVLoggerOptions"},{"text":"EarlyStoppingOptions","link":"/api/core/callbacks/interfaces/EarlyStoppingOptions"},{"text":"ExponentialMovingAverageOptions","link":"/api/core/callbacks/interfaces/ExponentialMovingAverageOptions"},{"text":"ModelCheckpointOptions","link":"/api/core/callbacks/interfaces/ModelCheckpointOptions"},{"text":"MonitorOptions","link":"/api/core/callbacks/interfaces/MonitorOptions"},{"text":"ReduceLROnPlateauOptions","link":"/api/core/callbacks/interfaces/ReduceLROnPlateauOptions"},{"text":"SavedAt","link":"/api/core/callbacks/interfaces/SavedAt"}],"collapsed":false},{"text":"Functions","link":"/api/core/callbacks/#functions"}],"collapsed":false},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/callbacks/functions/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/","items":[{"text":"Classes","link":"/api/core/callbacks/#classes"},{"text":"Interfaces","link":"/api/core/callbacks/#interfaces"},{"text":"Functions","link":"/api/core/callbacks/#functions","items":[{"text":"loadOptimizerState","link":"/api/core/callbacks/functions/loadOptimizerState"},{"text":"resumeFrom","link":"/api/core/callbacks/functions/resumeFrom"},{"text":"takeOptimizerState","link":"/api/core/callbacks/functions/takeOptimizerState"},{"text":"takeState","link":"/api/core/callbacks/functions/takeState"}],"collapsed":false}],"collapsed":false},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/functional/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/","items":[{"text":"Interfaces","link":"/api/core/functional/#interfaces"},{"text":"Type Aliases","link":"/api/core/functional/#type-aliases"},{"text":"Variables","link":"/api/core/functional/#variables"},{"text":"Functions","link":"/api/core/functional/#functions"}],"collapsed":false},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/functional/interfaces/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/","items":[{"text":"Interfaces","link":"/api/core/functional/#interfaces","items":[{"text":"Applied","link":"/api/core/functional/interfaces/Applied"},{"text":"GraphNetworkOptions","link":"/api/core/functional/interfaces/GraphNetworkOptions"},{"text":"Value","link":"/api/core/functional/interfaces/Value"}],"collapsed":false},{"text":"Type Aliases","link":"/api/core/functional/#type-aliases"},{"text":"Variables","link":"/api/core/functional/#variables"},{"text":"Functions","link":"/api/core/functional/#functions"}],"collapsed":false},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/functional/type-aliases/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/","items":[{"text":"Interfaces","link":"/api/core/functional/#interfaces"},{"text":"Type Aliases","link":"/api/core/functional/#type-aliases","items":[{"text":"Maker","link":"/api/core/functional/type-aliases/Maker"},{"text":"TensorsOf","link":"/api/core/functional/type-aliases/TensorsOf"},{"text":"ValuesOf","link":"/api/core/functional/type-aliases/ValuesOf"}],"collapsed":false},{"text":"Variables","link":"/api/core/functional/#variables"},{"text":"Functions","link":"/api/core/functional/#functions"}],"collapsed":false},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/functional/variables/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/","items":[{"text":"Interfaces","link":"/api/core/functional/#interfaces"},{"text":"Type Aliases","link":"/api/core/functional/#type-aliases"},{"text":"Variables","link":"/api/core/functional/#variables","items":[{"text":"adaptiveAveragePool2d","link":"/api/core/functional/variables/adaptiveAveragePool2d"},{"text":"averagePool1d","link":"/api/core/functional/variables/averagePool1d"},{"text":"averagePool2d","link":"/api/core/functional/variables/averagePool2d"},{"text":"batchNorm","link":"/api/core/functional/variables/batchNorm"},{"text":"conv1d","link":"/api/core/functional/variables/conv1d"},{"text":"conv2d","link":"/api/core/functional/variables/conv2d"},{"text":"convTranspose2d","link":"/api/core/functional/variables/convTranspose2d"},{"text":"dense","link":"/api/core/functional/variables/dense"},{"text":"dropout","link":"/api/core/functional/variables/dropout"},{"text":"dropout2d","link":"/api/core/functional/variables/dropout2d"},{"text":"elu","link":"/api/core/functional/variables/elu"},{"text":"flatten","link":"/api/core/functional/variables/flatten"},{"text":"gelu","link":"/api/core/functional/variables/gelu"},{"text":"globalAveragePool","link":"/api/core/functional/variables/globalAveragePool"},{"text":"globalMaxPool","link":"/api/core/functional/variables/globalMaxPool"},{"text":"groupNorm","link":"/api/core/functional/variables/groupNorm"},{"text":"hardSwish","link":"/api/core/functional/variables/hardSwish"},{"text":"layerNorm","link":"/api/core/functional/variables/layerNorm"},{"text":"leakyRelu","link":"/api/core/functional/variables/leakyRelu"},{"text":"maxPool1d","link":"/api/core/functional/variables/maxPool1d"},{"text":"maxPool2d","link":"/api/core/functional/variables/maxPool2d"},{"text":"permute","link":"/api/core/functional/variables/permute"},{"text":"prelu","link":"/api/core/functional/variables/prelu"},{"text":"relu","link":"/api/core/functional/variables/relu"},{"text":"reshape","link":"/api/core/functional/variables/reshape"},{"text":"rmsNorm","link":"/api/core/functional/variables/rmsNorm"},{"text":"selu","link":"/api/core/functional/variables/selu"},{"text":"separableConv2d","link":"/api/core/functional/variables/separableConv2d"},{"text":"sigmoid","link":"/api/core/functional/variables/sigmoid"},{"text":"silu","link":"/api/core/functional/variables/silu"},{"text":"softmax","link":"/api/core/functional/variables/softmax"},{"text":"softplus","link":"/api/core/functional/variables/softplus"},{"text":"tanh","link":"/api/core/functional/variables/tanh"},{"text":"upSample","link":"/api/core/functional/variables/upSample"},{"text":"zeroPadding","link":"/api/core/functional/variables/zeroPadding"}],"collapsed":false},{"text":"Functions","link":"/api/core/functional/#functions"}],"collapsed":false},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/functional/functions/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/","items":[{"text":"Interfaces","link":"/api/core/functional/#interfaces"},{"text":"Type Aliases","link":"/api/core/functional/#type-aliases"},{"text":"Variables","link":"/api/core/functional/#variables"},{"text":"Functions","link":"/api/core/functional/#functions","items":[{"text":"add","link":"/api/core/functional/functions/add"},{"text":"concat","link":"/api/core/functional/functions/concat"},{"text":"graph","link":"/api/core/functional/functions/graph"},{"text":"input","link":"/api/core/functional/functions/input"},{"text":"layer","link":"/api/core/functional/functions/layer"},{"text":"multiply","link":"/api/core/functional/functions/multiply"},{"text":"named","link":"/api/core/functional/functions/named"},{"text":"network","link":"/api/core/functional/functions/network"}],"collapsed":false}],"collapsed":false},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/metrics/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/","items":[{"text":"Classes","link":"/api/core/metrics/#classes"},{"text":"Interfaces","link":"/api/core/metrics/#interfaces"}],"collapsed":false},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/metrics/classes/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/","items":[{"text":"Classes","link":"/api/core/metrics/#classes","items":[{"text":"Accuracy","link":"/api/core/metrics/classes/Accuracy"},{"text":"BinaryAccuracy","link":"/api/core/metrics/classes/BinaryAccuracy"},{"text":"F1","link":"/api/core/metrics/classes/F1"},{"text":"MAE","link":"/api/core/metrics/classes/MAE"},{"text":"Precision","link":"/api/core/metrics/classes/Precision"},{"text":"R2","link":"/api/core/metrics/classes/R2"},{"text":"Recall","link":"/api/core/metrics/classes/Recall"},{"text":"RMSE","link":"/api/core/metrics/classes/RMSE"},{"text":"RocAuc","link":"/api/core/metrics/classes/RocAuc"},{"text":"TopKAccuracy","link":"/api/core/metrics/classes/TopKAccuracy"}],"collapsed":false},{"text":"Interfaces","link":"/api/core/metrics/#interfaces"}],"collapsed":false},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/metrics/interfaces/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/","items":[{"text":"Classes","link":"/api/core/metrics/#classes"},{"text":"Interfaces","link":"/api/core/metrics/#interfaces","items":[{"text":"ClassMetricOptions","link":"/api/core/metrics/interfaces/ClassMetricOptions"},{"text":"DecisionOptions","link":"/api/core/metrics/interfaces/DecisionOptions"},{"text":"MetricOptions","link":"/api/core/metrics/interfaces/MetricOptions"},{"text":"TopKAccuracyOptions","link":"/api/core/metrics/interfaces/TopKAccuracyOptions"}],"collapsed":false}],"collapsed":false},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/schedules/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/","items":[{"text":"Classes","link":"/api/core/schedules/#classes"},{"text":"Interfaces","link":"/api/core/schedules/#interfaces"},{"text":"Variables","link":"/api/core/schedules/#variables"},{"text":"Functions","link":"/api/core/schedules/#functions"}],"collapsed":false},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/schedules/classes/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/","items":[{"text":"Classes","link":"/api/core/schedules/#classes","items":[{"text":"Constant","link":"/api/core/schedules/classes/Constant"},{"text":"CosineDecay","link":"/api/core/schedules/classes/CosineDecay"},{"text":"ExponentialDecay","link":"/api/core/schedules/classes/ExponentialDecay"},{"text":"LinearDecay","link":"/api/core/schedules/classes/LinearDecay"},{"text":"OneCycle","link":"/api/core/schedules/classes/OneCycle"},{"text":"StepDecay","link":"/api/core/schedules/classes/StepDecay"},{"text":"Warmup","link":"/api/core/schedules/classes/Warmup"}],"collapsed":false},{"text":"Interfaces","link":"/api/core/schedules/#interfaces"},{"text":"Variables","link":"/api/core/schedules/#variables"},{"text":"Functions","link":"/api/core/schedules/#functions"}],"collapsed":false},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/schedules/interfaces/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/","items":[{"text":"Classes","link":"/api/core/schedules/#classes"},{"text":"Interfaces","link":"/api/core/schedules/#interfaces","items":[{"text":"CosineDecayOptions","link":"/api/core/schedules/interfaces/CosineDecayOptions"},{"text":"ExponentialDecayOptions","link":"/api/core/schedules/interfaces/ExponentialDecayOptions"},{"text":"LinearDecayOptions","link":"/api/core/schedules/interfaces/LinearDecayOptions"},{"text":"OneCycleOptions","link":"/api/core/schedules/interfaces/OneCycleOptions"},{"text":"StepDecayOptions","link":"/api/core/schedules/interfaces/StepDecayOptions"},{"text":"WarmupOptions","link":"/api/core/schedules/interfaces/WarmupOptions"}],"collapsed":false},{"text":"Variables","link":"/api/core/schedules/#variables"},{"text":"Functions","link":"/api/core/schedules/#functions"}],"collapsed":false},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/schedules/variables/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/","items":[{"text":"Classes","link":"/api/core/schedules/#classes"},{"text":"Interfaces","link":"/api/core/schedules/#interfaces"},{"text":"Variables","link":"/api/core/schedules/#variables","items":[{"text":"SCHEDULES","link":"/api/core/schedules/variables/SCHEDULES"}],"collapsed":false},{"text":"Functions","link":"/api/core/schedules/#functions"}],"collapsed":false},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/schedules/functions/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/","items":[{"text":"Classes","link":"/api/core/schedules/#classes"},{"text":"Interfaces","link":"/api/core/schedules/#interfaces"},{"text":"Variables","link":"/api/core/schedules/#variables"},{"text":"Functions","link":"/api/core/schedules/#functions","items":[{"text":"scheduleFromConfig","link":"/api/core/schedules/functions/scheduleFromConfig"}],"collapsed":false}],"collapsed":false},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/worker/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/","items":[{"text":"Interfaces","link":"/api/core/worker/#interfaces"},{"text":"Type Aliases","link":"/api/core/worker/#type-aliases"},{"text":"Functions","link":"/api/core/worker/#functions"}],"collapsed":false},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/worker/interfaces/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/","items":[{"text":"Interfaces","link":"/api/core/worker/#interfaces","items":[{"text":"DatasetConfig","link":"/api/core/worker/interfaces/DatasetConfig"},{"text":"ServeOptions","link":"/api/core/worker/interfaces/ServeOptions"},{"text":"TrainingPort","link":"/api/core/worker/interfaces/TrainingPort"},{"text":"WorkerTrainOptions","link":"/api/core/worker/interfaces/WorkerTrainOptions"}],"collapsed":false},{"text":"Type Aliases","link":"/api/core/worker/#type-aliases"},{"text":"Functions","link":"/api/core/worker/#functions"}],"collapsed":false},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/worker/type-aliases/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/","items":[{"text":"Interfaces","link":"/api/core/worker/#interfaces"},{"text":"Type Aliases","link":"/api/core/worker/#type-aliases","items":[{"text":"CallbackConfig","link":"/api/core/worker/type-aliases/CallbackConfig"},{"text":"WorkerData","link":"/api/core/worker/type-aliases/WorkerData"}],"collapsed":false},{"text":"Functions","link":"/api/core/worker/#functions"}],"collapsed":false},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/worker/functions/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/","items":[{"text":"Interfaces","link":"/api/core/worker/#interfaces"},{"text":"Type Aliases","link":"/api/core/worker/#type-aliases"},{"text":"Functions","link":"/api/core/worker/#functions","items":[{"text":"serveTraining","link":"/api/core/worker/functions/serveTraining"},{"text":"trainInWorker","link":"/api/core/worker/functions/trainInWorker"}],"collapsed":false}],"collapsed":false},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/shards/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/","items":[{"text":"Interfaces","link":"/api/core/shards/#interfaces"},{"text":"Functions","link":"/api/core/shards/#functions"}],"collapsed":false},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/shards/interfaces/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/","items":[{"text":"Interfaces","link":"/api/core/shards/#interfaces","items":[{"text":"Communicator","link":"/api/core/shards/interfaces/Communicator"},{"text":"ShardLog","link":"/api/core/shards/interfaces/ShardLog"},{"text":"ShardsOptions","link":"/api/core/shards/interfaces/ShardsOptions"}],"collapsed":false},{"text":"Functions","link":"/api/core/shards/#functions"}],"collapsed":false},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/shards/functions/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/","items":[{"text":"Interfaces","link":"/api/core/shards/#interfaces"},{"text":"Functions","link":"/api/core/shards/#functions","items":[{"text":"ranksInMemory","link":"/api/core/shards/functions/ranksInMemory"},{"text":"shards","link":"/api/core/shards/functions/shards"}],"collapsed":false}],"collapsed":false},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/math/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/","items":[{"text":"Functions","link":"/api/core/math/#functions"}],"collapsed":false},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/math/functions/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/","items":[{"text":"Functions","link":"/api/core/math/#functions","items":[{"text":"cos","link":"/api/core/math/functions/cos"},{"text":"erf","link":"/api/core/math/functions/erf"},{"text":"exp","link":"/api/core/math/functions/exp"},{"text":"expm1","link":"/api/core/math/functions/expm1"},{"text":"log","link":"/api/core/math/functions/log"},{"text":"log1p","link":"/api/core/math/functions/log1p"},{"text":"normalCdf","link":"/api/core/math/functions/normalCdf"},{"text":"pow","link":"/api/core/math/functions/pow"},{"text":"sigmoid","link":"/api/core/math/functions/sigmoid"},{"text":"sin","link":"/api/core/math/functions/sin"},{"text":"tanh","link":"/api/core/math/functions/tanh"}],"collapsed":false}],"collapsed":false},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/testing/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/","items":[{"text":"Interfaces","link":"/api/core/testing/#interfaces"},{"text":"Type Aliases","link":"/api/core/testing/#type-aliases"},{"text":"Variables","link":"/api/core/testing/#variables"},{"text":"Functions","link":"/api/core/testing/#functions"}],"collapsed":false},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/testing/interfaces/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/","items":[{"text":"Interfaces","link":"/api/core/testing/#interfaces","items":[{"text":"Mismatch","link":"/api/core/testing/interfaces/Mismatch"},{"text":"Tolerance","link":"/api/core/testing/interfaces/Tolerance"},{"text":"Values","link":"/api/core/testing/interfaces/Values"}],"collapsed":false},{"text":"Type Aliases","link":"/api/core/testing/#type-aliases"},{"text":"Variables","link":"/api/core/testing/#variables"},{"text":"Functions","link":"/api/core/testing/#functions"}],"collapsed":false},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/testing/type-aliases/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/","items":[{"text":"Interfaces","link":"/api/core/testing/#interfaces"},{"text":"Type Aliases","link":"/api/core/testing/#type-aliases","items":[{"text":"NaiveOptions","link":"/api/core/testing/type-aliases/NaiveOptions"}],"collapsed":false},{"text":"Variables","link":"/api/core/testing/#variables"},{"text":"Functions","link":"/api/core/testing/#functions"}],"collapsed":false},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/testing/variables/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/","items":[{"text":"Interfaces","link":"/api/core/testing/#interfaces"},{"text":"Type Aliases","link":"/api/core/testing/#type-aliases"},{"text":"Variables","link":"/api/core/testing/#variables","items":[{"text":"OPERATION_TOLERANCE","link":"/api/core/testing/variables/OPERATION_TOLERANCE"}],"collapsed":false},{"text":"Functions","link":"/api/core/testing/#functions"}],"collapsed":false},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/core/testing/functions/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/","items":[{"text":"Interfaces","link":"/api/core/testing/#interfaces"},{"text":"Type Aliases","link":"/api/core/testing/#type-aliases"},{"text":"Variables","link":"/api/core/testing/#variables"},{"text":"Functions","link":"/api/core/testing/#functions","items":[{"text":"createBackend","link":"/api/core/testing/functions/createBackend"},{"text":"difference","link":"/api/core/testing/functions/difference"},{"text":"positionOf","link":"/api/core/testing/functions/positionOf"},{"text":"worstMismatch","link":"/api/core/testing/functions/worstMismatch"}],"collapsed":false}],"collapsed":false},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/backend-wasm/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/","items":[{"text":"Interfaces","link":"/api/backend-wasm/#interfaces"},{"text":"Functions","link":"/api/backend-wasm/#functions"}],"collapsed":false},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/backend-wasm/interfaces/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/","items":[{"text":"Interfaces","link":"/api/backend-wasm/#interfaces","items":[{"text":"BackendOptions","link":"/api/backend-wasm/interfaces/BackendOptions"}],"collapsed":false},{"text":"Functions","link":"/api/backend-wasm/#functions"}],"collapsed":false},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/backend-wasm/functions/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/","items":[{"text":"Interfaces","link":"/api/backend-wasm/#interfaces"},{"text":"Functions","link":"/api/backend-wasm/#functions","items":[{"text":"createBackend","link":"/api/backend-wasm/functions/createBackend"}],"collapsed":false}],"collapsed":false},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/backend-native/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/","items":[{"text":"Interfaces","link":"/api/backend-native/#interfaces"},{"text":"Functions","link":"/api/backend-native/#functions"}],"collapsed":false},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/backend-native/interfaces/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/","items":[{"text":"Interfaces","link":"/api/backend-native/#interfaces","items":[{"text":"BackendOptions","link":"/api/backend-native/interfaces/BackendOptions"},{"text":"Peak","link":"/api/backend-native/interfaces/Peak"}],"collapsed":false},{"text":"Functions","link":"/api/backend-native/#functions"}],"collapsed":false},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/backend-native/functions/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/","items":[{"text":"Interfaces","link":"/api/backend-native/#interfaces"},{"text":"Functions","link":"/api/backend-native/#functions","items":[{"text":"createBackend","link":"/api/backend-native/functions/createBackend"},{"text":"measurePeaks","link":"/api/backend-native/functions/measurePeaks"}],"collapsed":false}],"collapsed":false},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/backend-ts/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/","items":[{"text":"Interfaces","link":"/api/backend-ts/#interfaces"},{"text":"Functions","link":"/api/backend-ts/#functions"}],"collapsed":false},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/backend-ts/interfaces/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/","items":[{"text":"Interfaces","link":"/api/backend-ts/#interfaces","items":[{"text":"BackendOptions","link":"/api/backend-ts/interfaces/BackendOptions"}],"collapsed":false},{"text":"Functions","link":"/api/backend-ts/#functions"}],"collapsed":false},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/backend-ts/functions/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/","items":[{"text":"Interfaces","link":"/api/backend-ts/#interfaces"},{"text":"Functions","link":"/api/backend-ts/#functions","items":[{"text":"createBackend","link":"/api/backend-ts/functions/createBackend"}],"collapsed":false}],"collapsed":false},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/backend-tfjs-node/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/","items":[{"text":"Interfaces","link":"/api/backend-tfjs-node/#interfaces"},{"text":"Type Aliases","link":"/api/backend-tfjs-node/#type-aliases"},{"text":"Variables","link":"/api/backend-tfjs-node/#variables"},{"text":"Functions","link":"/api/backend-tfjs-node/#functions"}],"collapsed":false},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/backend-tfjs-node/interfaces/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/","items":[{"text":"Interfaces","link":"/api/backend-tfjs-node/#interfaces","items":[{"text":"BackendOptions","link":"/api/backend-tfjs-node/interfaces/BackendOptions"},{"text":"Deviation","link":"/api/backend-tfjs-node/interfaces/Deviation"},{"text":"GradientProblem","link":"/api/backend-tfjs-node/interfaces/GradientProblem"},{"text":"GradientReference","link":"/api/backend-tfjs-node/interfaces/GradientReference"},{"text":"GradientReferenceOptions","link":"/api/backend-tfjs-node/interfaces/GradientReferenceOptions"},{"text":"ReferenceGradients","link":"/api/backend-tfjs-node/interfaces/ReferenceGradients"},{"text":"TfjsBackend","link":"/api/backend-tfjs-node/interfaces/TfjsBackend"}],"collapsed":false},{"text":"Type Aliases","link":"/api/backend-tfjs-node/#type-aliases"},{"text":"Variables","link":"/api/backend-tfjs-node/#variables"},{"text":"Functions","link":"/api/backend-tfjs-node/#functions"}],"collapsed":false},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/backend-tfjs-node/type-aliases/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/","items":[{"text":"Interfaces","link":"/api/backend-tfjs-node/#interfaces"},{"text":"Type Aliases","link":"/api/backend-tfjs-node/#type-aliases","items":[{"text":"EngineName","link":"/api/backend-tfjs-node/type-aliases/EngineName"}],"collapsed":false},{"text":"Variables","link":"/api/backend-tfjs-node/#variables"},{"text":"Functions","link":"/api/backend-tfjs-node/#functions"}],"collapsed":false},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/backend-tfjs-node/variables/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/","items":[{"text":"Interfaces","link":"/api/backend-tfjs-node/#interfaces"},{"text":"Type Aliases","link":"/api/backend-tfjs-node/#type-aliases"},{"text":"Variables","link":"/api/backend-tfjs-node/#variables","items":[{"text":"ENGINES","link":"/api/backend-tfjs-node/variables/ENGINES"}],"collapsed":false},{"text":"Functions","link":"/api/backend-tfjs-node/#functions"}],"collapsed":false},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/backend-tfjs-node/functions/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/","items":[{"text":"Interfaces","link":"/api/backend-tfjs-node/#interfaces"},{"text":"Type Aliases","link":"/api/backend-tfjs-node/#type-aliases"},{"text":"Variables","link":"/api/backend-tfjs-node/#variables"},{"text":"Functions","link":"/api/backend-tfjs-node/#functions","items":[{"text":"createBackend","link":"/api/backend-tfjs-node/functions/createBackend"},{"text":"createGradientReference","link":"/api/backend-tfjs-node/functions/createGradientReference"},{"text":"deviations","link":"/api/backend-tfjs-node/functions/deviations"}],"collapsed":false}],"collapsed":false},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/datasets/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/","items":[{"text":"Classes","link":"/api/datasets/#classes"},{"text":"Interfaces","link":"/api/datasets/#interfaces"},{"text":"Type Aliases","link":"/api/datasets/#type-aliases"},{"text":"Variables","link":"/api/datasets/#variables"},{"text":"Functions","link":"/api/datasets/#functions"}],"collapsed":false},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/datasets/classes/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/","items":[{"text":"Classes","link":"/api/datasets/#classes","items":[{"text":"Standardizer","link":"/api/datasets/classes/Standardizer"},{"text":"TableEncoder","link":"/api/datasets/classes/TableEncoder"}],"collapsed":false},{"text":"Interfaces","link":"/api/datasets/#interfaces"},{"text":"Type Aliases","link":"/api/datasets/#type-aliases"},{"text":"Variables","link":"/api/datasets/#variables"},{"text":"Functions","link":"/api/datasets/#functions"}],"collapsed":false},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/datasets/interfaces/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/","items":[{"text":"Classes","link":"/api/datasets/#classes"},{"text":"Interfaces","link":"/api/datasets/#interfaces","items":[{"text":"ArrayDatasetOptions","link":"/api/datasets/interfaces/ArrayDatasetOptions"},{"text":"AugmentOptions","link":"/api/datasets/interfaces/AugmentOptions"},{"text":"CsvDatasetOptions","link":"/api/datasets/interfaces/CsvDatasetOptions"},{"text":"DecodedImage","link":"/api/datasets/interfaces/DecodedImage"},{"text":"DecodeImageOptions","link":"/api/datasets/interfaces/DecodeImageOptions"},{"text":"DialectOptions","link":"/api/datasets/interfaces/DialectOptions"},{"text":"FormOptions","link":"/api/datasets/interfaces/FormOptions"},{"text":"IdxArray","link":"/api/datasets/interfaces/IdxArray"},{"text":"IdxFolderOptions","link":"/api/datasets/interfaces/IdxFolderOptions"},{"text":"IgnoredColumn","link":"/api/datasets/interfaces/IgnoredColumn"},{"text":"ImageDataset","link":"/api/datasets/interfaces/ImageDataset"},{"text":"ImageDatasetOptions","link":"/api/datasets/interfaces/ImageDatasetOptions"},{"text":"ImageFolder","link":"/api/datasets/interfaces/ImageFolder"},{"text":"ImageFolderDataset","link":"/api/datasets/interfaces/ImageFolderDataset"},{"text":"ImageFolderOptions","link":"/api/datasets/interfaces/ImageFolderOptions"},{"text":"ImageHeader","link":"/api/datasets/interfaces/ImageHeader"},{"text":"LabelledImages","link":"/api/datasets/interfaces/LabelledImages"},{"text":"LearnedForm","link":"/api/datasets/interfaces/LearnedForm"},{"text":"MnistOptions","link":"/api/datasets/interfaces/MnistOptions"},{"text":"OneHotEncoder","link":"/api/datasets/interfaces/OneHotEncoder"},{"text":"OpaqueImage","link":"/api/datasets/interfaces/OpaqueImage"},{"text":"RankedClass","link":"/api/datasets/interfaces/RankedClass"},{"text":"ReadIdxOptions","link":"/api/datasets/interfaces/ReadIdxOptions"},{"text":"ReadTableOptions","link":"/api/datasets/interfaces/ReadTableOptions"},{"text":"ScanOptions","link":"/api/datasets/interfaces/ScanOptions"},{"text":"SkippedFile","link":"/api/datasets/interfaces/SkippedFile"},{"text":"Split","link":"/api/datasets/interfaces/Split"},{"text":"SplitOptions","link":"/api/datasets/interfaces/SplitOptions"},{"text":"TableDataset","link":"/api/datasets/interfaces/TableDataset"},{"text":"TableDatasetOptions","link":"/api/datasets/interfaces/TableDatasetOptions"},{"text":"TableDialect","link":"/api/datasets/interfaces/TableDialect"},{"text":"TableEncoderOptions","link":"/api/datasets/interfaces/TableEncoderOptions"},{"text":"TableRows","link":"/api/datasets/interfaces/TableRows"},{"text":"TableScan","link":"/api/datasets/interfaces/TableScan"},{"text":"UnknownCell","link":"/api/datasets/interfaces/UnknownCell"}],"collapsed":false},{"text":"Type Aliases","link":"/api/datasets/#type-aliases"},{"text":"Variables","link":"/api/datasets/#variables"},{"text":"Functions","link":"/api/datasets/#functions"}],"collapsed":false},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/datasets/type-aliases/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/","items":[{"text":"Classes","link":"/api/datasets/#classes"},{"text":"Interfaces","link":"/api/datasets/#interfaces"},{"text":"Type Aliases","link":"/api/datasets/#type-aliases","items":[{"text":"AugmentableImages","link":"/api/datasets/type-aliases/AugmentableImages"},{"text":"CategoryColumn","link":"/api/datasets/type-aliases/CategoryColumn"},{"text":"IdxQuartet","link":"/api/datasets/type-aliases/IdxQuartet"},{"text":"ImageForm","link":"/api/datasets/type-aliases/ImageForm"},{"text":"InputColumn","link":"/api/datasets/type-aliases/InputColumn"},{"text":"Normalisation","link":"/api/datasets/type-aliases/Normalisation"},{"text":"NumberColumn","link":"/api/datasets/type-aliases/NumberColumn"},{"text":"Placement","link":"/api/datasets/type-aliases/Placement"},{"text":"QuartetPart","link":"/api/datasets/type-aliases/QuartetPart"},{"text":"RowPrediction","link":"/api/datasets/type-aliases/RowPrediction"},{"text":"Scale","link":"/api/datasets/type-aliases/Scale"},{"text":"TableForm","link":"/api/datasets/type-aliases/TableForm"},{"text":"TableRow","link":"/api/datasets/type-aliases/TableRow"},{"text":"TargetColumn","link":"/api/datasets/type-aliases/TargetColumn"},{"text":"TaskName","link":"/api/datasets/type-aliases/TaskName"}],"collapsed":false},{"text":"Variables","link":"/api/datasets/#variables"},{"text":"Functions","link":"/api/datasets/#functions"}],"collapsed":false},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/datasets/variables/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/","items":[{"text":"Classes","link":"/api/datasets/#classes"},{"text":"Interfaces","link":"/api/datasets/#interfaces"},{"text":"Type Aliases","link":"/api/datasets/#type-aliases"},{"text":"Variables","link":"/api/datasets/#variables","items":[{"text":"CSR_DENSITY_LIMIT","link":"/api/datasets/variables/CSR_DENSITY_LIMIT"},{"text":"MAX_FORM_CLASSES","link":"/api/datasets/variables/MAX_FORM_CLASSES"},{"text":"MAX_FORM_VALUES","link":"/api/datasets/variables/MAX_FORM_VALUES"},{"text":"MAX_IDX_BYTES","link":"/api/datasets/variables/MAX_IDX_BYTES"},{"text":"MAX_IMAGE_FILE_BYTES","link":"/api/datasets/variables/MAX_IMAGE_FILE_BYTES"},{"text":"MAX_IMAGE_PIXELS","link":"/api/datasets/variables/MAX_IMAGE_PIXELS"}],"collapsed":false},{"text":"Functions","link":"/api/datasets/#functions"}],"collapsed":false},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/datasets/functions/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/","items":[{"text":"Classes","link":"/api/datasets/#classes"},{"text":"Interfaces","link":"/api/datasets/#interfaces"},{"text":"Type Aliases","link":"/api/datasets/#type-aliases"},{"text":"Variables","link":"/api/datasets/#variables"},{"text":"Functions","link":"/api/datasets/#functions","items":[{"text":"arrayDataset","link":"/api/datasets/functions/arrayDataset"},{"text":"augmented","link":"/api/datasets/functions/augmented"},{"text":"batches","link":"/api/datasets/functions/batches"},{"text":"csvDataset","link":"/api/datasets/functions/csvDataset"},{"text":"decodeImage","link":"/api/datasets/functions/decodeImage"},{"text":"encodeImage","link":"/api/datasets/functions/encodeImage"},{"text":"findIdxQuartet","link":"/api/datasets/functions/findIdxQuartet"},{"text":"imageDataset","link":"/api/datasets/functions/imageDataset"},{"text":"imageFolderDataset","link":"/api/datasets/functions/imageFolderDataset"},{"text":"inputNames","link":"/api/datasets/functions/inputNames"},{"text":"learnForm","link":"/api/datasets/functions/learnForm"},{"text":"loadIdxFolder","link":"/api/datasets/functions/loadIdxFolder"},{"text":"loadMnistFiles","link":"/api/datasets/functions/loadMnistFiles"},{"text":"oneHotEncoder","link":"/api/datasets/functions/oneHotEncoder"},{"text":"parseIdx","link":"/api/datasets/functions/parseIdx"},{"text":"placementOf","link":"/api/datasets/functions/placementOf"},{"text":"predictRows","link":"/api/datasets/functions/predictRows"},{"text":"readIdxFile","link":"/api/datasets/functions/readIdxFile"},{"text":"readImageForm","link":"/api/datasets/functions/readImageForm"},{"text":"readImageHeader","link":"/api/datasets/functions/readImageHeader"},{"text":"readTable","link":"/api/datasets/functions/readTable"},{"text":"readTableForm","link":"/api/datasets/functions/readTableForm"},{"text":"scanTable","link":"/api/datasets/functions/scanTable"},{"text":"split","link":"/api/datasets/functions/split"},{"text":"subset","link":"/api/datasets/functions/subset"},{"text":"tableDataset","link":"/api/datasets/functions/tableDataset"}],"collapsed":false}],"collapsed":false},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/datasets/portable/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/","items":[],"collapsed":false},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/checkpoint/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/","items":[{"text":"Interfaces","link":"/api/checkpoint/#interfaces"},{"text":"Type Aliases","link":"/api/checkpoint/#type-aliases"},{"text":"Functions","link":"/api/checkpoint/#functions"}],"collapsed":false},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/checkpoint/interfaces/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/","items":[{"text":"Interfaces","link":"/api/checkpoint/#interfaces","items":[{"text":"Checkpoint","link":"/api/checkpoint/interfaces/Checkpoint"},{"text":"CheckpointEntry","link":"/api/checkpoint/interfaces/CheckpointEntry"},{"text":"CheckpointExtras","link":"/api/checkpoint/interfaces/CheckpointExtras"},{"text":"CheckpointReader","link":"/api/checkpoint/interfaces/CheckpointReader"},{"text":"CheckpointStore","link":"/api/checkpoint/interfaces/CheckpointStore"},{"text":"EncodedModelFiles","link":"/api/checkpoint/interfaces/EncodedModelFiles"},{"text":"EncodeModelOptions","link":"/api/checkpoint/interfaces/EncodeModelOptions"},{"text":"ImportOptions","link":"/api/checkpoint/interfaces/ImportOptions"},{"text":"LoadCheckpointOptions","link":"/api/checkpoint/interfaces/LoadCheckpointOptions"},{"text":"LoadModelOptions","link":"/api/checkpoint/interfaces/LoadModelOptions"},{"text":"ModelDescription","link":"/api/checkpoint/interfaces/ModelDescription"},{"text":"ModelFiles","link":"/api/checkpoint/interfaces/ModelFiles"},{"text":"SafetensorsFile","link":"/api/checkpoint/interfaces/SafetensorsFile"},{"text":"SaveCheckpointOptions","link":"/api/checkpoint/interfaces/SaveCheckpointOptions"},{"text":"SavedModel","link":"/api/checkpoint/interfaces/SavedModel"},{"text":"SavedNormalisation","link":"/api/checkpoint/interfaces/SavedNormalisation"},{"text":"SaveOptions","link":"/api/checkpoint/interfaces/SaveOptions"},{"text":"SkippedCheckpoint","link":"/api/checkpoint/interfaces/SkippedCheckpoint"},{"text":"StoredCheckpoint","link":"/api/checkpoint/interfaces/StoredCheckpoint"},{"text":"StoreOptions","link":"/api/checkpoint/interfaces/StoreOptions"}],"collapsed":false},{"text":"Type Aliases","link":"/api/checkpoint/#type-aliases"},{"text":"Functions","link":"/api/checkpoint/#functions"}],"collapsed":false},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/checkpoint/type-aliases/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/","items":[{"text":"Interfaces","link":"/api/checkpoint/#interfaces"},{"text":"Type Aliases","link":"/api/checkpoint/#type-aliases","items":[{"text":"CheckpointFiles","link":"/api/checkpoint/type-aliases/CheckpointFiles"},{"text":"ReducedDType","link":"/api/checkpoint/type-aliases/ReducedDType"}],"collapsed":false},{"text":"Functions","link":"/api/checkpoint/#functions"}],"collapsed":false},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/checkpoint/functions/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/","items":[{"text":"Interfaces","link":"/api/checkpoint/#interfaces"},{"text":"Type Aliases","link":"/api/checkpoint/#type-aliases"},{"text":"Functions","link":"/api/checkpoint/#functions","items":[{"text":"checkModelFolder","link":"/api/checkpoint/functions/checkModelFolder"},{"text":"decodeCheckpoint","link":"/api/checkpoint/functions/decodeCheckpoint"},{"text":"decodeSafetensors","link":"/api/checkpoint/functions/decodeSafetensors"},{"text":"encodeCheckpoint","link":"/api/checkpoint/functions/encodeCheckpoint"},{"text":"encodeModelFiles","link":"/api/checkpoint/functions/encodeModelFiles"},{"text":"encodeSafetensors","link":"/api/checkpoint/functions/encodeSafetensors"},{"text":"exportCheckpoint","link":"/api/checkpoint/functions/exportCheckpoint"},{"text":"importCheckpoint","link":"/api/checkpoint/functions/importCheckpoint"},{"text":"loadCheckpoint","link":"/api/checkpoint/functions/loadCheckpoint"},{"text":"loadModel","link":"/api/checkpoint/functions/loadModel"},{"text":"loadModelFiles","link":"/api/checkpoint/functions/loadModelFiles"},{"text":"memoryCheckpoints","link":"/api/checkpoint/functions/memoryCheckpoints"},{"text":"modelOfCheckpoint","link":"/api/checkpoint/functions/modelOfCheckpoint"},{"text":"openCheckpointDatabase","link":"/api/checkpoint/functions/openCheckpointDatabase"},{"text":"openCheckpointFolder","link":"/api/checkpoint/functions/openCheckpointFolder"},{"text":"packCheckpoint","link":"/api/checkpoint/functions/packCheckpoint"},{"text":"parametersOf","link":"/api/checkpoint/functions/parametersOf"},{"text":"readCheckpointDatabase","link":"/api/checkpoint/functions/readCheckpointDatabase"},{"text":"readCheckpointFolder","link":"/api/checkpoint/functions/readCheckpointFolder"},{"text":"saveModel","link":"/api/checkpoint/functions/saveModel"},{"text":"takeLock","link":"/api/checkpoint/functions/takeLock"},{"text":"unpackCheckpoint","link":"/api/checkpoint/functions/unpackCheckpoint"}],"collapsed":false}],"collapsed":false},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/checkpoint/portable/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/","items":[],"collapsed":false},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/mpi/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/","items":[{"text":"Interfaces","link":"/api/mpi/#interfaces"},{"text":"Functions","link":"/api/mpi/#functions"}],"collapsed":false},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/mpi/interfaces/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/","items":[{"text":"Interfaces","link":"/api/mpi/#interfaces","items":[{"text":"MpiCommunicator","link":"/api/mpi/interfaces/MpiCommunicator"}],"collapsed":false},{"text":"Functions","link":"/api/mpi/#functions"}],"collapsed":false},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/mpi/functions/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/","items":[{"text":"Interfaces","link":"/api/mpi/#interfaces"},{"text":"Functions","link":"/api/mpi/#functions","items":[{"text":"openMpi","link":"/api/mpi/functions/openMpi"}],"collapsed":false}],"collapsed":false},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/gradcheck/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/","items":[{"text":"Interfaces","link":"/api/gradcheck/#interfaces"},{"text":"Variables","link":"/api/gradcheck/#variables"},{"text":"Functions","link":"/api/gradcheck/#functions"}],"collapsed":false},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/gradcheck/interfaces/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/","items":[{"text":"Interfaces","link":"/api/gradcheck/#interfaces","items":[{"text":"DifferentiableFunction","link":"/api/gradcheck/interfaces/DifferentiableFunction"},{"text":"ElementReport","link":"/api/gradcheck/interfaces/ElementReport"},{"text":"Gate","link":"/api/gradcheck/interfaces/Gate"},{"text":"GradcheckOptions","link":"/api/gradcheck/interfaces/GradcheckOptions"},{"text":"GradcheckReport","link":"/api/gradcheck/interfaces/GradcheckReport"},{"text":"GradientCase","link":"/api/gradcheck/interfaces/GradientCase"},{"text":"GradientProblem","link":"/api/gradcheck/interfaces/GradientProblem"},{"text":"GradientReference","link":"/api/gradcheck/interfaces/GradientReference"},{"text":"OperationCase","link":"/api/gradcheck/interfaces/OperationCase"},{"text":"ReferenceGradients","link":"/api/gradcheck/interfaces/ReferenceGradients"},{"text":"TensorReport","link":"/api/gradcheck/interfaces/TensorReport"}],"collapsed":false},{"text":"Variables","link":"/api/gradcheck/#variables"},{"text":"Functions","link":"/api/gradcheck/#functions"}],"collapsed":false},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/gradcheck/variables/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/","items":[{"text":"Interfaces","link":"/api/gradcheck/#interfaces"},{"text":"Variables","link":"/api/gradcheck/#variables","items":[{"text":"GATES","link":"/api/gradcheck/variables/GATES"},{"text":"MAXIMUM_MOVED","link":"/api/gradcheck/variables/MAXIMUM_MOVED"}],"collapsed":false},{"text":"Functions","link":"/api/gradcheck/#functions"}],"collapsed":false},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/gradcheck/functions/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/","items":[{"text":"Interfaces","link":"/api/gradcheck/#interfaces"},{"text":"Variables","link":"/api/gradcheck/#variables"},{"text":"Functions","link":"/api/gradcheck/#functions","items":[{"text":"backendReference","link":"/api/gradcheck/functions/backendReference"},{"text":"checkCase","link":"/api/gradcheck/functions/checkCase"},{"text":"checkOperation","link":"/api/gradcheck/functions/checkOperation"},{"text":"drawParameters","link":"/api/gradcheck/functions/drawParameters"},{"text":"formatReport","link":"/api/gradcheck/functions/formatReport"},{"text":"gradcheck","link":"/api/gradcheck/functions/gradcheck"},{"text":"gradientCases","link":"/api/gradcheck/functions/gradientCases"},{"text":"operationCases","link":"/api/gradcheck/functions/operationCases"}],"collapsed":false}],"collapsed":false},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/conformance/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/","items":[{"text":"Classes","link":"/api/conformance/#classes"},{"text":"Interfaces","link":"/api/conformance/#interfaces"},{"text":"Type Aliases","link":"/api/conformance/#type-aliases"},{"text":"Variables","link":"/api/conformance/#variables"},{"text":"Functions","link":"/api/conformance/#functions"}],"collapsed":false},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/conformance/classes/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/","items":[{"text":"Classes","link":"/api/conformance/#classes","items":[{"text":"ConformanceError","link":"/api/conformance/classes/ConformanceError"}],"collapsed":false},{"text":"Interfaces","link":"/api/conformance/#interfaces"},{"text":"Type Aliases","link":"/api/conformance/#type-aliases"},{"text":"Variables","link":"/api/conformance/#variables"},{"text":"Functions","link":"/api/conformance/#functions"}],"collapsed":false},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/conformance/interfaces/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/","items":[{"text":"Classes","link":"/api/conformance/#classes"},{"text":"Interfaces","link":"/api/conformance/#interfaces","items":[{"text":"CaseResult","link":"/api/conformance/interfaces/CaseResult"},{"text":"CasesOptions","link":"/api/conformance/interfaces/CasesOptions"},{"text":"ComparedElement","link":"/api/conformance/interfaces/ComparedElement"},{"text":"CompareOptions","link":"/api/conformance/interfaces/CompareOptions"},{"text":"ConformanceCase","link":"/api/conformance/interfaces/ConformanceCase"},{"text":"ConformanceReport","link":"/api/conformance/interfaces/ConformanceReport"},{"text":"Deviation","link":"/api/conformance/interfaces/Deviation"},{"text":"Gate","link":"/api/conformance/interfaces/Gate"},{"text":"KernelComparison","link":"/api/conformance/interfaces/KernelComparison"},{"text":"Observation","link":"/api/conformance/interfaces/Observation"},{"text":"Permission","link":"/api/conformance/interfaces/Permission"},{"text":"RunOptions","link":"/api/conformance/interfaces/RunOptions"}],"collapsed":false},{"text":"Type Aliases","link":"/api/conformance/#type-aliases"},{"text":"Variables","link":"/api/conformance/#variables"},{"text":"Functions","link":"/api/conformance/#functions"}],"collapsed":false},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/conformance/type-aliases/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/","items":[{"text":"Classes","link":"/api/conformance/#classes"},{"text":"Interfaces","link":"/api/conformance/#interfaces"},{"text":"Type Aliases","link":"/api/conformance/#type-aliases","items":[{"text":"CaseStatus","link":"/api/conformance/type-aliases/CaseStatus"},{"text":"ConformanceErrorCode","link":"/api/conformance/type-aliases/ConformanceErrorCode"},{"text":"DeclareDeviations","link":"/api/conformance/type-aliases/DeclareDeviations"},{"text":"KernelGroup","link":"/api/conformance/type-aliases/KernelGroup"},{"text":"Permits","link":"/api/conformance/type-aliases/Permits"},{"text":"UlpGates","link":"/api/conformance/type-aliases/UlpGates"},{"text":"UnaryKernel","link":"/api/conformance/type-aliases/UnaryKernel"}],"collapsed":false},{"text":"Variables","link":"/api/conformance/#variables"},{"text":"Functions","link":"/api/conformance/#functions"}],"collapsed":false},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/conformance/variables/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/","items":[{"text":"Classes","link":"/api/conformance/#classes"},{"text":"Interfaces","link":"/api/conformance/#interfaces"},{"text":"Type Aliases","link":"/api/conformance/#type-aliases"},{"text":"Variables","link":"/api/conformance/#variables","items":[{"text":"DEFAULT_ULPS","link":"/api/conformance/variables/DEFAULT_ULPS"},{"text":"MAXIMUM_DECLARED","link":"/api/conformance/variables/MAXIMUM_DECLARED"},{"text":"STRICT_ULPS","link":"/api/conformance/variables/STRICT_ULPS"}],"collapsed":false},{"text":"Functions","link":"/api/conformance/#functions"}],"collapsed":false},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/conformance/functions/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/","items":[{"text":"Classes","link":"/api/conformance/#classes"},{"text":"Interfaces","link":"/api/conformance/#interfaces"},{"text":"Type Aliases","link":"/api/conformance/#type-aliases"},{"text":"Variables","link":"/api/conformance/#variables"},{"text":"Functions","link":"/api/conformance/#functions","items":[{"text":"cases","link":"/api/conformance/functions/cases"},{"text":"compareBackends","link":"/api/conformance/functions/compareBackends"},{"text":"describeGates","link":"/api/conformance/functions/describeGates"},{"text":"isConformanceError","link":"/api/conformance/functions/isConformanceError"},{"text":"runConformance","link":"/api/conformance/functions/runConformance"}],"collapsed":false}],"collapsed":false},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/conformance/vitest/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/","items":[{"text":"Interfaces","link":"/api/conformance/vitest/#interfaces"},{"text":"Functions","link":"/api/conformance/vitest/#functions"}],"collapsed":false},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/conformance/vitest/interfaces/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/","items":[{"text":"Interfaces","link":"/api/conformance/vitest/#interfaces","items":[{"text":"DescribeOptions","link":"/api/conformance/vitest/interfaces/DescribeOptions"}],"collapsed":false},{"text":"Functions","link":"/api/conformance/vitest/#functions"}],"collapsed":false},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/conformance/vitest/functions/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/","items":[{"text":"Interfaces","link":"/api/conformance/vitest/#interfaces"},{"text":"Functions","link":"/api/conformance/vitest/#functions","items":[{"text":"describeConformance","link":"/api/conformance/vitest/functions/describeConformance"}],"collapsed":false}],"collapsed":false},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/charts/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/","items":[{"text":"Interfaces","link":"/api/charts/#interfaces"},{"text":"Type Aliases","link":"/api/charts/#type-aliases"},{"text":"Variables","link":"/api/charts/#variables"},{"text":"Functions","link":"/api/charts/#functions"}],"collapsed":false},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/charts/interfaces/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/","items":[{"text":"Interfaces","link":"/api/charts/#interfaces","items":[{"text":"AxisOptions","link":"/api/charts/interfaces/AxisOptions"},{"text":"Chart","link":"/api/charts/interfaces/Chart"},{"text":"ChartSize","link":"/api/charts/interfaces/ChartSize"},{"text":"Column","link":"/api/charts/interfaces/Column"},{"text":"LogScale","link":"/api/charts/interfaces/LogScale"},{"text":"Page","link":"/api/charts/interfaces/Page"},{"text":"Place","link":"/api/charts/interfaces/Place"},{"text":"Shape","link":"/api/charts/interfaces/Shape"},{"text":"TextStyle","link":"/api/charts/interfaces/TextStyle"}],"collapsed":false},{"text":"Type Aliases","link":"/api/charts/#type-aliases"},{"text":"Variables","link":"/api/charts/#variables"},{"text":"Functions","link":"/api/charts/#functions"}],"collapsed":false},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/charts/type-aliases/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/","items":[{"text":"Interfaces","link":"/api/charts/#interfaces"},{"text":"Type Aliases","link":"/api/charts/#type-aliases","items":[{"text":"ChartOption","link":"/api/charts/type-aliases/ChartOption"}],"collapsed":false},{"text":"Variables","link":"/api/charts/#variables"},{"text":"Functions","link":"/api/charts/#functions"}],"collapsed":false},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/charts/variables/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/","items":[{"text":"Interfaces","link":"/api/charts/#interfaces"},{"text":"Type Aliases","link":"/api/charts/#type-aliases"},{"text":"Variables","link":"/api/charts/#variables","items":[{"text":"DARK_COLORS","link":"/api/charts/variables/DARK_COLORS"},{"text":"LIGHT_COLORS","link":"/api/charts/variables/LIGHT_COLORS"}],"collapsed":false},{"text":"Functions","link":"/api/charts/#functions"}],"collapsed":false},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/charts/functions/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/","items":[{"text":"Interfaces","link":"/api/charts/#interfaces"},{"text":"Type Aliases","link":"/api/charts/#type-aliases"},{"text":"Variables","link":"/api/charts/#variables"},{"text":"Functions","link":"/api/charts/#functions","items":[{"text":"dataTable","link":"/api/charts/functions/dataTable"},{"text":"drawChart","link":"/api/charts/functions/drawChart"},{"text":"drawSymbol","link":"/api/charts/functions/drawSymbol"},{"text":"htmlPage","link":"/api/charts/functions/htmlPage"},{"text":"line","link":"/api/charts/functions/line"},{"text":"linearTicks","link":"/api/charts/functions/linearTicks"},{"text":"logAxis","link":"/api/charts/functions/logAxis"},{"text":"logOf","link":"/api/charts/functions/logOf"},{"text":"numberAxis","link":"/api/charts/functions/numberAxis"},{"text":"numbers","link":"/api/charts/functions/numbers"},{"text":"pointScale","link":"/api/charts/functions/pointScale"},{"text":"ratioScale","link":"/api/charts/functions/ratioScale"},{"text":"rect","link":"/api/charts/functions/rect"},{"text":"scrollingTable","link":"/api/charts/functions/scrollingTable"},{"text":"seriesColor","link":"/api/charts/functions/seriesColor"},{"text":"shapeSeries","link":"/api/charts/functions/shapeSeries"},{"text":"svgFile","link":"/api/charts/functions/svgFile"},{"text":"text","link":"/api/charts/functions/text"},{"text":"texts","link":"/api/charts/functions/texts"},{"text":"words","link":"/api/charts/functions/words"}],"collapsed":false}],"collapsed":false},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/charts/markup/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/","items":[{"text":"Classes","link":"/api/charts/markup/#classes"},{"text":"Type Aliases","link":"/api/charts/markup/#type-aliases"},{"text":"Functions","link":"/api/charts/markup/#functions"}],"collapsed":false},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/charts/markup/classes/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/","items":[{"text":"Classes","link":"/api/charts/markup/#classes","items":[{"text":"Markup","link":"/api/charts/markup/classes/Markup"}],"collapsed":false},{"text":"Type Aliases","link":"/api/charts/markup/#type-aliases"},{"text":"Functions","link":"/api/charts/markup/#functions"}],"collapsed":false},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/charts/markup/type-aliases/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/","items":[{"text":"Classes","link":"/api/charts/markup/#classes"},{"text":"Type Aliases","link":"/api/charts/markup/#type-aliases","items":[{"text":"MarkupPart","link":"/api/charts/markup/type-aliases/MarkupPart"}],"collapsed":false},{"text":"Functions","link":"/api/charts/markup/#functions"}],"collapsed":false},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/charts/markup/functions/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/","items":[{"text":"Classes","link":"/api/charts/markup/#classes"},{"text":"Type Aliases","link":"/api/charts/markup/#type-aliases"},{"text":"Functions","link":"/api/charts/markup/#functions","items":[{"text":"html","link":"/api/charts/markup/functions/html"},{"text":"plainText","link":"/api/charts/markup/functions/plainText"},{"text":"wrapText","link":"/api/charts/markup/functions/wrapText"}],"collapsed":false}],"collapsed":false},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/api/command-line/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/","items":[{"text":"Classes","link":"/api/command-line/#classes"},{"text":"Interfaces","link":"/api/command-line/#interfaces"},{"text":"Type Aliases","link":"/api/command-line/#type-aliases"},{"text":"Variables","link":"/api/command-line/#variables"},{"text":"Functions","link":"/api/command-line/#functions"}],"collapsed":false},{"text":"cli","link":"/api/cli/"}]}],"/api/command-line/classes/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/","items":[{"text":"Classes","link":"/api/command-line/#classes","items":[{"text":"CommandError","link":"/api/command-line/classes/CommandError"},{"text":"CountingBar","link":"/api/command-line/classes/CountingBar"},{"text":"Interruption","link":"/api/command-line/classes/Interruption"},{"text":"LiveLine","link":"/api/command-line/classes/LiveLine"},{"text":"Output","link":"/api/command-line/classes/Output"}],"collapsed":false},{"text":"Interfaces","link":"/api/command-line/#interfaces"},{"text":"Type Aliases","link":"/api/command-line/#type-aliases"},{"text":"Variables","link":"/api/command-line/#variables"},{"text":"Functions","link":"/api/command-line/#functions"}],"collapsed":false},{"text":"cli","link":"/api/cli/"}]}],"/api/command-line/interfaces/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/","items":[{"text":"Classes","link":"/api/command-line/#classes"},{"text":"Interfaces","link":"/api/command-line/#interfaces","items":[{"text":"BackendModule","link":"/api/command-line/interfaces/BackendModule"},{"text":"BackendRequest","link":"/api/command-line/interfaces/BackendRequest"},{"text":"BackendSettings","link":"/api/command-line/interfaces/BackendSettings"},{"text":"CommandErrorOptions","link":"/api/command-line/interfaces/CommandErrorOptions"},{"text":"Drawing","link":"/api/command-line/interfaces/Drawing"},{"text":"Failure","link":"/api/command-line/interfaces/Failure"},{"text":"FailureDetails","link":"/api/command-line/interfaces/FailureDetails"},{"text":"InterruptionOptions","link":"/api/command-line/interfaces/InterruptionOptions"},{"text":"KnownBackend","link":"/api/command-line/interfaces/KnownBackend"},{"text":"LoadedBackend","link":"/api/command-line/interfaces/LoadedBackend"},{"text":"NamedBackend","link":"/api/command-line/interfaces/NamedBackend"},{"text":"OutputOptions","link":"/api/command-line/interfaces/OutputOptions"},{"text":"ResolvedBackend","link":"/api/command-line/interfaces/ResolvedBackend"},{"text":"TextStream","link":"/api/command-line/interfaces/TextStream"}],"collapsed":false},{"text":"Type Aliases","link":"/api/command-line/#type-aliases"},{"text":"Variables","link":"/api/command-line/#variables"},{"text":"Functions","link":"/api/command-line/#functions"}],"collapsed":false},{"text":"cli","link":"/api/cli/"}]}],"/api/command-line/type-aliases/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/","items":[{"text":"Classes","link":"/api/command-line/#classes"},{"text":"Interfaces","link":"/api/command-line/#interfaces"},{"text":"Type Aliases","link":"/api/command-line/#type-aliases","items":[{"text":"CommandHint","link":"/api/command-line/type-aliases/CommandHint"}],"collapsed":false},{"text":"Variables","link":"/api/command-line/#variables"},{"text":"Functions","link":"/api/command-line/#functions"}],"collapsed":false},{"text":"cli","link":"/api/cli/"}]}],"/api/command-line/variables/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/","items":[{"text":"Classes","link":"/api/command-line/#classes"},{"text":"Interfaces","link":"/api/command-line/#interfaces"},{"text":"Type Aliases","link":"/api/command-line/#type-aliases"},{"text":"Variables","link":"/api/command-line/#variables","items":[{"text":"AUTOMATIC","link":"/api/command-line/variables/AUTOMATIC"},{"text":"BACKEND_NAMES","link":"/api/command-line/variables/BACKEND_NAMES"},{"text":"EXIT","link":"/api/command-line/variables/EXIT"},{"text":"KNOWN_BACKENDS","link":"/api/command-line/variables/KNOWN_BACKENDS"}],"collapsed":false},{"text":"Functions","link":"/api/command-line/#functions"}],"collapsed":false},{"text":"cli","link":"/api/cli/"}]}],"/api/command-line/functions/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/","items":[{"text":"Classes","link":"/api/command-line/#classes"},{"text":"Interfaces","link":"/api/command-line/#interfaces"},{"text":"Type Aliases","link":"/api/command-line/#type-aliases"},{"text":"Variables","link":"/api/command-line/#variables"},{"text":"Functions","link":"/api/command-line/#functions","items":[{"text":"barText","link":"/api/command-line/functions/barText"},{"text":"checkBackend","link":"/api/command-line/functions/checkBackend"},{"text":"countingText","link":"/api/command-line/functions/countingText"},{"text":"countOption","link":"/api/command-line/functions/countOption"},{"text":"describeFailure","link":"/api/command-line/functions/describeFailure"},{"text":"duration","link":"/api/command-line/functions/duration"},{"text":"findPackage","link":"/api/command-line/functions/findPackage"},{"text":"formatBytes","link":"/api/command-line/functions/formatBytes"},{"text":"formatDigits","link":"/api/command-line/functions/formatDigits"},{"text":"formatSeconds","link":"/api/command-line/functions/formatSeconds"},{"text":"formatTick","link":"/api/command-line/functions/formatTick"},{"text":"importBackend","link":"/api/command-line/functions/importBackend"},{"text":"knownBackend","link":"/api/command-line/functions/knownBackend"},{"text":"loadBackend","link":"/api/command-line/functions/loadBackend"},{"text":"locateBackend","link":"/api/command-line/functions/locateBackend"},{"text":"oneLine","link":"/api/command-line/functions/oneLine"},{"text":"onStdoutClosed","link":"/api/command-line/functions/onStdoutClosed"},{"text":"requestFor","link":"/api/command-line/functions/requestFor"},{"text":"resolveBackend","link":"/api/command-line/functions/resolveBackend"},{"text":"resolveForCheck","link":"/api/command-line/functions/resolveForCheck"},{"text":"suggestion","link":"/api/command-line/functions/suggestion"},{"text":"tableLines","link":"/api/command-line/functions/tableLines"},{"text":"usageError","link":"/api/command-line/functions/usageError"},{"text":"usesColours","link":"/api/command-line/functions/usesColours"},{"text":"visible","link":"/api/command-line/functions/visible"},{"text":"workError","link":"/api/command-line/functions/workError"},{"text":"writeFailure","link":"/api/command-line/functions/writeFailure"}],"collapsed":false}],"collapsed":false},{"text":"cli","link":"/api/cli/"}]}],"/api/cli/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/","items":[{"text":"Type Aliases","link":"/api/cli/#type-aliases"},{"text":"Functions","link":"/api/cli/#functions"}],"collapsed":false}]}],"/api/cli/type-aliases/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/","items":[{"text":"Type Aliases","link":"/api/cli/#type-aliases","items":[{"text":"NablaConfig","link":"/api/cli/type-aliases/NablaConfig"}],"collapsed":false},{"text":"Functions","link":"/api/cli/#functions"}],"collapsed":false}]}],"/api/cli/functions/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/","items":[{"text":"Type Aliases","link":"/api/cli/#type-aliases"},{"text":"Functions","link":"/api/cli/#functions","items":[{"text":"defineConfig","link":"/api/cli/functions/defineConfig"}],"collapsed":false}],"collapsed":false}]}],"/api/":[{"text":"API reference","link":"/api/","items":[{"text":"core","link":"/api/core/"},{"text":"core/callbacks","link":"/api/core/callbacks/"},{"text":"core/functional","link":"/api/core/functional/"},{"text":"core/metrics","link":"/api/core/metrics/"},{"text":"core/schedules","link":"/api/core/schedules/"},{"text":"core/worker","link":"/api/core/worker/"},{"text":"core/shards","link":"/api/core/shards/"},{"text":"core/math","link":"/api/core/math/"},{"text":"core/testing","link":"/api/core/testing/"},{"text":"backend-wasm","link":"/api/backend-wasm/"},{"text":"backend-native","link":"/api/backend-native/"},{"text":"backend-ts","link":"/api/backend-ts/"},{"text":"backend-tfjs-node","link":"/api/backend-tfjs-node/"},{"text":"datasets","link":"/api/datasets/"},{"text":"datasets/portable","link":"/api/datasets/portable/"},{"text":"checkpoint","link":"/api/checkpoint/"},{"text":"checkpoint/portable","link":"/api/checkpoint/portable/"},{"text":"mpi","link":"/api/mpi/"},{"text":"gradcheck","link":"/api/gradcheck/"},{"text":"conformance","link":"/api/conformance/"},{"text":"conformance/vitest","link":"/api/conformance/vitest/"},{"text":"charts","link":"/api/charts/"},{"text":"charts/markup","link":"/api/charts/markup/"},{"text":"command-line","link":"/api/command-line/"},{"text":"cli","link":"/api/cli/"}]}],"/decisions/":[{"text":"Start","items":[{"text":"Getting started","link":"/getting-started"},{"text":"Coming from Keras","link":"/guides/from-keras"},{"text":"Coming from PyTorch","link":"/guides/from-pytorch"},{"text":"The playground","link":"/packages/playground"},{"text":"Examples for Node","link":"/examples/node"},{"text":"Examples for a page","link":"/examples/browser"}]},{"text":"Guides","items":[{"text":"Train on your own CSV","link":"/guides/your-own-csv"},{"text":"Train on your own images","link":"/guides/your-own-images"},{"text":"A convolutional network in code","link":"/guides/convolutional-network"},{"text":"Networks that branch and join","link":"/guides/branches"},{"text":"Early stopping and checkpoints","link":"/guides/early-stopping-and-checkpoints"},{"text":"Save and load models","link":"/guides/save-and-load"},{"text":"Deploy a model","link":"/guides/deploy"},{"text":"Train in a Worker","link":"/guides/train-in-a-worker"},{"text":"Train on many machines","link":"/guides/many-machines"},{"text":"Optimizers and schedules","link":"/guides/optimizers-and-schedules"},{"text":"Class weights and regularization","link":"/guides/weights-and-penalties"},{"text":"Choose a backend","link":"/guides/choosing-a-backend"},{"text":"Write a training loop by hand","link":"/guides/training-loop"},{"text":"Write a custom layer","link":"/guides/custom-layer"},{"text":"Write a custom loss","link":"/guides/custom-loss"},{"text":"Write a custom op","link":"/guides/custom-op"},{"text":"Write a custom backend","link":"/guides/custom-backend"},{"text":"Read benchmark results","link":"/guides/reading-benchmark-results"}]},{"text":"Packages","items":[{"text":"core","link":"/packages/core"},{"text":"backend-wasm","link":"/packages/backend-wasm"},{"text":"backend-native","link":"/packages/backend-native"},{"text":"backend-ts","link":"/packages/backend-ts"},{"text":"backend-tfjs-node","link":"/packages/backend-tfjs-node"},{"text":"datasets","link":"/packages/datasets"},{"text":"checkpoint","link":"/packages/checkpoint"},{"text":"mpi","link":"/packages/mpi"},{"text":"gradcheck","link":"/packages/gradcheck"},{"text":"conformance","link":"/packages/conformance"},{"text":"command-line","link":"/packages/command-line"},{"text":"charts","link":"/packages/charts"},{"text":"cli","link":"/packages/cli"},{"text":"bench","link":"/packages/bench"}]},{"text":"API reference","link":"/api/"},{"text":"Background","items":[{"text":"How backprop is done here","link":"/backprop"},{"text":"Numbers you can check","link":"/numbers-you-can-check"},{"text":"What fixes the bits","link":"/what-fixes-the-bits"},{"text":"Architecture","link":"/architecture"},{"text":"Contributing","link":"/contributing"},{"text":"Mutation testing","link":"/mutation-testing"},{"text":"The notebook it began with","link":"/the-notebook"}]},{"text":"Results","items":[{"text":"Benchmarks","link":"/benchmarks/"}]},{"text":"Decisions","link":"/decisions/","items":[{"text":"0001 Backends implement 24 kernels on opaque storage","link":"/decisions/0001-backend-boundary"},{"text":"0002 Layers compute forward and backward by hand, without a tape (replaced by 0017)","link":"/decisions/0002-layers-without-a-tape"},{"text":"0003 Equal seeds give equal bits on every engine","link":"/decisions/0003-determinism"},{"text":"0004 Large batches run in chunks whose gradients are added up (replaced by 0033)","link":"/decisions/0004-large-batches-in-chunks"},{"text":"0005 Two npm commands over a pnpm workspace","link":"/decisions/0005-tooling"},{"text":"0006 backend-ts multiplies float64 panels at constant addresses","link":"/decisions/0006-backend-ts-kernels"},{"text":"0007 A model is saved as two files, each with a digest of the other","link":"/decisions/0007-models-on-disk"},{"text":"0008 Gradients are checked against float64 differences, with exact tests for kinks","link":"/decisions/0008-checking-gradients"},{"text":"0009 TensorFlow checks our numbers, as an optional backend","link":"/decisions/0009-tensorflow-as-the-cross-check"},{"text":"0010 Benchmarks verify every result and time the candidates in turns","link":"/decisions/0010-honest-benchmarks"},{"text":"0011 backend-wasm compiles AssemblyScript and keeps weights in panels","link":"/decisions/0011-backend-wasm-kernels"},{"text":"0012 All packages share one version, and every tarball is checked","link":"/decisions/0012-what-is-published"},{"text":"0013 A release command of our own (replaced by 0026)","link":"/decisions/0013-releases"},{"text":"0014 Every code block in the documentation runs","link":"/decisions/0014-docs"},{"text":"0015 Sums run in blocks, so they are accurate and equal on every machine","link":"/decisions/0015-sums-in-blocks"},{"text":"0016 A tape differentiates functions, in reverse mode","link":"/decisions/0016-reverse-mode"},{"text":"0017 Modules and losses are forward only","link":"/decisions/0017-modules-are-forward-only"},{"text":"0018 Backends implement 28 kernels, enough for any network","link":"/decisions/0018-kernels-of-any-network"},{"text":"0019 A checkpoint is two files in a folder that never changes","link":"/decisions/0019-checkpoints"},{"text":"0020 A training resumes from the state between two events","link":"/decisions/0020-trainings-that-go-on"},{"text":"0021 Training in a worker runs the same trainer, controlled by messages","link":"/decisions/0021-training-in-a-worker"},{"text":"0022 Tables are read twice, and the model stores what their columns mean","link":"/decisions/0022-tables"},{"text":"0023 Images are decoded in JavaScript, within limits that nabla checks first","link":"/decisions/0023-images"},{"text":"0024 A report is one page without scripts, and charts are a separate package","link":"/decisions/0024-reports-and-charts"},{"text":"0025 One predictor answers everywhere, and a search is a folder of runs","link":"/decisions/0025-answers-and-searches"},{"text":"0026 Standard tools check and release","link":"/decisions/0026-checks-and-releases"},{"text":"0027 Convolutions are matrix products of a few windows at a time, and skip zeros in gradients","link":"/decisions/0027-convolution"},{"text":"0028 Native code shares the host code of backend-wasm, and its bits","link":"/decisions/0028-native-code"},{"text":"0029 Ranks share the fixed shards of each batch, through MPI","link":"/decisions/0029-many-machines"},{"text":"0030 The site and the playground are one folder on GitHub Pages","link":"/decisions/0030-the-site-on-github-pages"},{"text":"0031 Gradients of parts are added in place, and int32 has arithmetic of its own","link":"/decisions/0031-lengths"},{"text":"0032 Layers as functions write a graph of numbers, and a name is part of the layer","link":"/decisions/0032-graphs-and-names"},{"text":"0033 A batch is cut in one way, and a loss is a sum and a weight","link":"/decisions/0033-a-batch-is-cut-in-one-way"}]}],"/":[{"text":"Start","items":[{"text":"Getting started","link":"/getting-started"},{"text":"Coming from Keras","link":"/guides/from-keras"},{"text":"Coming from PyTorch","link":"/guides/from-pytorch"},{"text":"The playground","link":"/packages/playground"},{"text":"Examples for Node","link":"/examples/node"},{"text":"Examples for a page","link":"/examples/browser"}]},{"text":"Guides","items":[{"text":"Train on your own CSV","link":"/guides/your-own-csv"},{"text":"Train on your own images","link":"/guides/your-own-images"},{"text":"A convolutional network in code","link":"/guides/convolutional-network"},{"text":"Networks that branch and join","link":"/guides/branches"},{"text":"Early stopping and checkpoints","link":"/guides/early-stopping-and-checkpoints"},{"text":"Save and load models","link":"/guides/save-and-load"},{"text":"Deploy a model","link":"/guides/deploy"},{"text":"Train in a Worker","link":"/guides/train-in-a-worker"},{"text":"Train on many machines","link":"/guides/many-machines"},{"text":"Optimizers and schedules","link":"/guides/optimizers-and-schedules"},{"text":"Class weights and regularization","link":"/guides/weights-and-penalties"},{"text":"Choose a backend","link":"/guides/choosing-a-backend"},{"text":"Write a training loop by hand","link":"/guides/training-loop"},{"text":"Write a custom layer","link":"/guides/custom-layer"},{"text":"Write a custom loss","link":"/guides/custom-loss"},{"text":"Write a custom op","link":"/guides/custom-op"},{"text":"Write a custom backend","link":"/guides/custom-backend"},{"text":"Read benchmark results","link":"/guides/reading-benchmark-results"}]},{"text":"Packages","items":[{"text":"core","link":"/packages/core"},{"text":"backend-wasm","link":"/packages/backend-wasm"},{"text":"backend-native","link":"/packages/backend-native"},{"text":"backend-ts","link":"/packages/backend-ts"},{"text":"backend-tfjs-node","link":"/packages/backend-tfjs-node"},{"text":"datasets","link":"/packages/datasets"},{"text":"checkpoint","link":"/packages/checkpoint"},{"text":"mpi","link":"/packages/mpi"},{"text":"gradcheck","link":"/packages/gradcheck"},{"text":"conformance","link":"/packages/conformance"},{"text":"command-line","link":"/packages/command-line"},{"text":"charts","link":"/packages/charts"},{"text":"cli","link":"/packages/cli"},{"text":"bench","link":"/packages/bench"}]},{"text":"API reference","link":"/api/"},{"text":"Background","items":[{"text":"How backprop is done here","link":"/backprop"},{"text":"Numbers you can check","link":"/numbers-you-can-check"},{"text":"What fixes the bits","link":"/what-fixes-the-bits"},{"text":"Architecture","link":"/architecture"},{"text":"Contributing","link":"/contributing"},{"text":"Mutation testing","link":"/mutation-testing"},{"text":"The notebook it began with","link":"/the-notebook"}]},{"text":"Results","items":[{"text":"Benchmarks","link":"/benchmarks/"}]},{"text":"Decisions","link":"/decisions/"}]},"search":{"provider":"local","options":{"miniSearch":{"searchOptions":{"fuzzy":0.2,"prefix":true,"boost":{"title":6,"titles":3,"text":1},"boostDocument":"_vp-fn_function(id, term, { title } = {}) {\\n    if (/\\\\/guides\\\\/from-/.test(id)) return 4;\\n    if (/\\\\/(guides\\\\/|getting-started)/.test(id)) return 3;\\n    if (/\\\\/api\\\\//.test(id)) {\\n      const isNamed = title?.toLowerCase().replace(\\"()\\", \\"\\") === term;\\n      return isNamed && /\\\\/classes\\\\//.test(id) ? 4 : isNamed && /\\\\/functions\\\\//.test(id) ? 3.5 : 0.25;\\n    }\\n    return /\\\\/(decisions|benchmarks|what-fixes|architecture|contributing|mutation)/.test(id) ? 0.4 : 1;\\n  }"}}}},"outline":{"level":[2,3]}},"locales":{},"scrollOffset":134,"cleanUrls":false}'));
function tryOnScopeDispose(fn) {
  if (vueExports.getCurrentScope()) {
    vueExports.onScopeDispose(fn);
    return true;
  }
  return false;
}
const localProvidedStateMap = /* @__PURE__ */ new WeakMap();
const injectLocal = (...args) => {
  var _a;
  const key = args[0];
  const instance = (_a = vueExports.getCurrentInstance()) == null ? void 0 : _a.proxy;
  if (instance == null && !vueExports.hasInjectionContext())
    throw new Error("injectLocal must be called in setup");
  if (instance && localProvidedStateMap.has(instance) && key in localProvidedStateMap.get(instance))
    return localProvidedStateMap.get(instance)[key];
  return vueExports.inject(...args);
};
const isClient = typeof window !== "undefined" && typeof document !== "undefined";
typeof WorkerGlobalScope !== "undefined" && globalThis instanceof WorkerGlobalScope;
const notNullish = (val) => val != null;
const toString = Object.prototype.toString;
const isObject = (val) => toString.call(val) === "[object Object]";
const noop = () => {
};
const isIOS = /* @__PURE__ */ getIsIOS();
function getIsIOS() {
  var _a, _b;
  return isClient && ((_a = window == null ? void 0 : window.navigator) == null ? void 0 : _a.userAgent) && (/iP(?:ad|hone|od)/.test(window.navigator.userAgent) || ((_b = window == null ? void 0 : window.navigator) == null ? void 0 : _b.maxTouchPoints) > 2 && /iPad|Macintosh/.test(window == null ? void 0 : window.navigator.userAgent));
}
function createFilterWrapper(filter, fn) {
  function wrapper(...args) {
    return new Promise((resolve, reject) => {
      Promise.resolve(filter(() => fn.apply(this, args), { fn, thisArg: this, args })).then(resolve).catch(reject);
    });
  }
  return wrapper;
}
const bypassFilter = (invoke) => {
  return invoke();
};
function debounceFilter(ms, options = {}) {
  let timer;
  let maxTimer;
  let lastRejector = noop;
  const _clearTimeout = (timer2) => {
    clearTimeout(timer2);
    lastRejector();
    lastRejector = noop;
  };
  let lastInvoker;
  const filter = (invoke) => {
    const duration = vueExports.toValue(ms);
    const maxDuration = vueExports.toValue(options.maxWait);
    if (timer)
      _clearTimeout(timer);
    if (duration <= 0 || maxDuration !== void 0 && maxDuration <= 0) {
      if (maxTimer) {
        _clearTimeout(maxTimer);
        maxTimer = null;
      }
      return Promise.resolve(invoke());
    }
    return new Promise((resolve, reject) => {
      lastRejector = options.rejectOnCancel ? reject : resolve;
      lastInvoker = invoke;
      if (maxDuration && !maxTimer) {
        maxTimer = setTimeout(() => {
          if (timer)
            _clearTimeout(timer);
          maxTimer = null;
          resolve(lastInvoker());
        }, maxDuration);
      }
      timer = setTimeout(() => {
        if (maxTimer)
          _clearTimeout(maxTimer);
        maxTimer = null;
        resolve(invoke());
      }, duration);
    });
  };
  return filter;
}
function throttleFilter(...args) {
  let lastExec = 0;
  let timer;
  let isLeading = true;
  let lastRejector = noop;
  let lastValue;
  let ms;
  let trailing;
  let leading;
  let rejectOnCancel;
  if (!vueExports.isRef(args[0]) && typeof args[0] === "object")
    ({ delay: ms, trailing = true, leading = true, rejectOnCancel = false } = args[0]);
  else
    [ms, trailing = true, leading = true, rejectOnCancel = false] = args;
  const clear = () => {
    if (timer) {
      clearTimeout(timer);
      timer = void 0;
      lastRejector();
      lastRejector = noop;
    }
  };
  const filter = (_invoke) => {
    const duration = vueExports.toValue(ms);
    const elapsed = Date.now() - lastExec;
    const invoke = () => {
      return lastValue = _invoke();
    };
    clear();
    if (duration <= 0) {
      lastExec = Date.now();
      return invoke();
    }
    if (elapsed > duration && (leading || !isLeading)) {
      lastExec = Date.now();
      invoke();
    } else if (trailing) {
      lastValue = new Promise((resolve, reject) => {
        lastRejector = rejectOnCancel ? reject : resolve;
        timer = setTimeout(() => {
          lastExec = Date.now();
          isLeading = true;
          resolve(invoke());
          clear();
        }, Math.max(0, duration - elapsed));
      });
    }
    if (!leading && !timer)
      timer = setTimeout(() => isLeading = true, duration);
    isLeading = false;
    return lastValue;
  };
  return filter;
}
function pausableFilter(extendFilter = bypassFilter, options = {}) {
  const {
    initialState = "active"
  } = options;
  const isActive2 = toRef(initialState === "active");
  function pause() {
    isActive2.value = false;
  }
  function resume() {
    isActive2.value = true;
  }
  const eventFilter = (...args) => {
    if (isActive2.value)
      extendFilter(...args);
  };
  return { isActive: vueExports.readonly(isActive2), pause, resume, eventFilter };
}
function pxValue(px) {
  return px.endsWith("rem") ? Number.parseFloat(px) * 16 : Number.parseFloat(px);
}
function getLifeCycleTarget(target) {
  return vueExports.getCurrentInstance();
}
function toArray(value) {
  return Array.isArray(value) ? value : [value];
}
function toRef(...args) {
  if (args.length !== 1)
    return vueExports.toRef(...args);
  const r = args[0];
  return typeof r === "function" ? vueExports.readonly(vueExports.customRef(() => ({ get: r, set: noop }))) : vueExports.ref(r);
}
function useDebounceFn(fn, ms = 200, options = {}) {
  return createFilterWrapper(
    debounceFilter(ms, options),
    fn
  );
}
function useThrottleFn(fn, ms = 200, trailing = false, leading = true, rejectOnCancel = false) {
  return createFilterWrapper(
    throttleFilter(ms, trailing, leading, rejectOnCancel),
    fn
  );
}
function watchWithFilter(source, cb, options = {}) {
  const {
    eventFilter = bypassFilter,
    ...watchOptions
  } = options;
  return vueExports.watch(
    source,
    createFilterWrapper(
      eventFilter,
      cb
    ),
    watchOptions
  );
}
function watchPausable(source, cb, options = {}) {
  const {
    eventFilter: filter,
    initialState = "active",
    ...watchOptions
  } = options;
  const { eventFilter, pause, resume, isActive: isActive2 } = pausableFilter(filter, { initialState });
  const stop = watchWithFilter(
    source,
    cb,
    {
      ...watchOptions,
      eventFilter
    }
  );
  return { stop, pause, resume, isActive: isActive2 };
}
function tryOnMounted(fn, sync = true, target) {
  const instance = getLifeCycleTarget();
  if (instance)
    vueExports.onMounted(fn, target);
  else if (sync)
    fn();
  else
    vueExports.nextTick(fn);
}
function watchDebounced(source, cb, options = {}) {
  const {
    debounce = 0,
    maxWait = void 0,
    ...watchOptions
  } = options;
  return watchWithFilter(
    source,
    cb,
    {
      ...watchOptions,
      eventFilter: debounceFilter(debounce, { maxWait })
    }
  );
}
function watchImmediate(source, cb, options) {
  return vueExports.watch(
    source,
    cb,
    {
      ...options,
      immediate: true
    }
  );
}
function computedAsync(evaluationCallback, initialState, optionsOrRef) {
  let options;
  if (vueExports.isRef(optionsOrRef)) {
    options = {
      evaluating: optionsOrRef
    };
  } else {
    options = {};
  }
  const {
    lazy = false,
    evaluating = void 0,
    shallow = true,
    onError = noop
  } = options;
  const started = vueExports.shallowRef(!lazy);
  const current = shallow ? vueExports.shallowRef(initialState) : vueExports.ref(initialState);
  let counter = 0;
  vueExports.watchEffect(async (onInvalidate) => {
    if (!started.value)
      return;
    counter++;
    const counterAtBeginning = counter;
    let hasFinished = false;
    if (evaluating) {
      Promise.resolve().then(() => {
        evaluating.value = true;
      });
    }
    try {
      const result = await evaluationCallback((cancelCallback) => {
        onInvalidate(() => {
          if (evaluating)
            evaluating.value = false;
          if (!hasFinished)
            cancelCallback();
        });
      });
      if (counterAtBeginning === counter)
        current.value = result;
    } catch (e) {
      onError(e);
    } finally {
      if (evaluating && counterAtBeginning === counter)
        evaluating.value = false;
      hasFinished = true;
    }
  });
  if (lazy) {
    return vueExports.computed(() => {
      started.value = true;
      return current.value;
    });
  } else {
    return current;
  }
}
const defaultWindow = isClient ? window : void 0;
function unrefElement(elRef) {
  var _a;
  const plain = vueExports.toValue(elRef);
  return (_a = plain == null ? void 0 : plain.$el) != null ? _a : plain;
}
function useEventListener(...args) {
  const cleanups = [];
  const cleanup = () => {
    cleanups.forEach((fn) => fn());
    cleanups.length = 0;
  };
  const register = (el, event, listener, options) => {
    el.addEventListener(event, listener, options);
    return () => el.removeEventListener(event, listener, options);
  };
  const firstParamTargets = vueExports.computed(() => {
    const test = toArray(vueExports.toValue(args[0])).filter((e) => e != null);
    return test.every((e) => typeof e !== "string") ? test : void 0;
  });
  const stopWatch = watchImmediate(
    () => {
      var _a, _b;
      return [
        (_b = (_a = firstParamTargets.value) == null ? void 0 : _a.map((e) => unrefElement(e))) != null ? _b : [defaultWindow].filter((e) => e != null),
        toArray(vueExports.toValue(firstParamTargets.value ? args[1] : args[0])),
        toArray(vueExports.unref(firstParamTargets.value ? args[2] : args[1])),
        // @ts-expect-error - TypeScript gets the correct types, but somehow still complains
        vueExports.toValue(firstParamTargets.value ? args[3] : args[2])
      ];
    },
    ([raw_targets, raw_events, raw_listeners, raw_options]) => {
      cleanup();
      if (!(raw_targets == null ? void 0 : raw_targets.length) || !(raw_events == null ? void 0 : raw_events.length) || !(raw_listeners == null ? void 0 : raw_listeners.length))
        return;
      const optionsClone = isObject(raw_options) ? { ...raw_options } : raw_options;
      cleanups.push(
        ...raw_targets.flatMap(
          (el) => raw_events.flatMap(
            (event) => raw_listeners.map((listener) => register(el, event, listener, optionsClone))
          )
        )
      );
    },
    { flush: "post" }
  );
  const stop = () => {
    stopWatch();
    cleanup();
  };
  tryOnScopeDispose(cleanup);
  return stop;
}
function useMounted() {
  const isMounted = vueExports.shallowRef(false);
  const instance = vueExports.getCurrentInstance();
  if (instance) {
    vueExports.onMounted(() => {
      isMounted.value = true;
    }, instance);
  }
  return isMounted;
}
function useSupported(callback) {
  const isMounted = useMounted();
  return vueExports.computed(() => {
    isMounted.value;
    return Boolean(callback());
  });
}
function createKeyPredicate(keyFilter) {
  if (typeof keyFilter === "function")
    return keyFilter;
  else if (typeof keyFilter === "string")
    return (event) => event.key === keyFilter;
  else if (Array.isArray(keyFilter))
    return (event) => keyFilter.includes(event.key);
  return () => true;
}
function onKeyStroke(...args) {
  let key;
  let handler;
  let options = {};
  if (args.length === 3) {
    key = args[0];
    handler = args[1];
    options = args[2];
  } else if (args.length === 2) {
    if (typeof args[1] === "object") {
      key = true;
      handler = args[0];
      options = args[1];
    } else {
      key = args[0];
      handler = args[1];
    }
  } else {
    key = true;
    handler = args[0];
  }
  const {
    target = defaultWindow,
    eventName = "keydown",
    passive = false,
    dedupe = false
  } = options;
  const predicate = createKeyPredicate(key);
  const listener = (e) => {
    if (e.repeat && vueExports.toValue(dedupe))
      return;
    if (predicate(e))
      handler(e);
  };
  return useEventListener(target, eventName, listener, passive);
}
const ssrWidthSymbol = Symbol("vueuse-ssr-width");
function useSSRWidth() {
  const ssrWidth = vueExports.hasInjectionContext() ? injectLocal(ssrWidthSymbol, null) : null;
  return typeof ssrWidth === "number" ? ssrWidth : void 0;
}
function useMediaQuery(query, options = {}) {
  const { window: window2 = defaultWindow, ssrWidth = useSSRWidth() } = options;
  const isSupported = useSupported(() => window2 && "matchMedia" in window2 && typeof window2.matchMedia === "function");
  const ssrSupport = vueExports.shallowRef(typeof ssrWidth === "number");
  const mediaQuery = vueExports.shallowRef();
  const matches = vueExports.shallowRef(false);
  const handler = (event) => {
    matches.value = event.matches;
  };
  vueExports.watchEffect(() => {
    if (ssrSupport.value) {
      ssrSupport.value = !isSupported.value;
      const queryStrings = vueExports.toValue(query).split(",");
      matches.value = queryStrings.some((queryString) => {
        const not = queryString.includes("not all");
        const minWidth = queryString.match(/\(\s*min-width:\s*(-?\d+(?:\.\d*)?[a-z]+\s*)\)/);
        const maxWidth = queryString.match(/\(\s*max-width:\s*(-?\d+(?:\.\d*)?[a-z]+\s*)\)/);
        let res = Boolean(minWidth || maxWidth);
        if (minWidth && res) {
          res = ssrWidth >= pxValue(minWidth[1]);
        }
        if (maxWidth && res) {
          res = ssrWidth <= pxValue(maxWidth[1]);
        }
        return not ? !res : res;
      });
      return;
    }
    if (!isSupported.value)
      return;
    mediaQuery.value = window2.matchMedia(vueExports.toValue(query));
    matches.value = mediaQuery.value.matches;
  });
  useEventListener(mediaQuery, "change", handler, { passive: true });
  return vueExports.computed(() => matches.value);
}
const _global = typeof globalThis !== "undefined" ? globalThis : typeof window !== "undefined" ? window : typeof global !== "undefined" ? global : typeof self !== "undefined" ? self : {};
const globalKey = "__vueuse_ssr_handlers__";
const handlers = /* @__PURE__ */ getHandlers();
function getHandlers() {
  if (!(globalKey in _global))
    _global[globalKey] = _global[globalKey] || {};
  return _global[globalKey];
}
function getSSRHandler(key, fallback) {
  return handlers[key] || fallback;
}
function usePreferredDark(options) {
  return useMediaQuery("(prefers-color-scheme: dark)", options);
}
function guessSerializerType(rawInit) {
  return rawInit == null ? "any" : rawInit instanceof Set ? "set" : rawInit instanceof Map ? "map" : rawInit instanceof Date ? "date" : typeof rawInit === "boolean" ? "boolean" : typeof rawInit === "string" ? "string" : typeof rawInit === "object" ? "object" : !Number.isNaN(rawInit) ? "number" : "any";
}
const StorageSerializers = {
  boolean: {
    read: (v) => v === "true",
    write: (v) => String(v)
  },
  object: {
    read: (v) => JSON.parse(v),
    write: (v) => JSON.stringify(v)
  },
  number: {
    read: (v) => Number.parseFloat(v),
    write: (v) => String(v)
  },
  any: {
    read: (v) => v,
    write: (v) => String(v)
  },
  string: {
    read: (v) => v,
    write: (v) => String(v)
  },
  map: {
    read: (v) => new Map(JSON.parse(v)),
    write: (v) => JSON.stringify(Array.from(v.entries()))
  },
  set: {
    read: (v) => new Set(JSON.parse(v)),
    write: (v) => JSON.stringify(Array.from(v))
  },
  date: {
    read: (v) => new Date(v),
    write: (v) => v.toISOString()
  }
};
const customStorageEventName = "vueuse-storage";
function useStorage(key, defaults, storage, options = {}) {
  var _a;
  const {
    flush = "pre",
    deep = true,
    listenToStorageChanges = true,
    writeDefaults = true,
    mergeDefaults = false,
    shallow,
    window: window2 = defaultWindow,
    eventFilter,
    onError = (e) => {
      console.error(e);
    },
    initOnMounted
  } = options;
  const data = (shallow ? vueExports.shallowRef : vueExports.ref)(typeof defaults === "function" ? defaults() : defaults);
  const keyComputed = vueExports.computed(() => vueExports.toValue(key));
  if (!storage) {
    try {
      storage = getSSRHandler("getDefaultStorage", () => {
        var _a2;
        return (_a2 = defaultWindow) == null ? void 0 : _a2.localStorage;
      })();
    } catch (e) {
      onError(e);
    }
  }
  if (!storage)
    return data;
  const rawInit = vueExports.toValue(defaults);
  const type = guessSerializerType(rawInit);
  const serializer = (_a = options.serializer) != null ? _a : StorageSerializers[type];
  const { pause: pauseWatch, resume: resumeWatch } = watchPausable(
    data,
    () => write(data.value),
    { flush, deep, eventFilter }
  );
  vueExports.watch(keyComputed, () => update(), { flush });
  if (window2 && listenToStorageChanges) {
    tryOnMounted(() => {
      if (storage instanceof Storage)
        useEventListener(window2, "storage", update, { passive: true });
      else
        useEventListener(window2, customStorageEventName, updateFromCustomEvent);
      if (initOnMounted)
        update();
    });
  }
  if (!initOnMounted)
    update();
  function dispatchWriteEvent(oldValue, newValue) {
    if (window2) {
      const payload = {
        key: keyComputed.value,
        oldValue,
        newValue,
        storageArea: storage
      };
      window2.dispatchEvent(storage instanceof Storage ? new StorageEvent("storage", payload) : new CustomEvent(customStorageEventName, {
        detail: payload
      }));
    }
  }
  function write(v) {
    try {
      const oldValue = storage.getItem(keyComputed.value);
      if (v == null) {
        dispatchWriteEvent(oldValue, null);
        storage.removeItem(keyComputed.value);
      } else {
        const serialized = serializer.write(v);
        if (oldValue !== serialized) {
          storage.setItem(keyComputed.value, serialized);
          dispatchWriteEvent(oldValue, serialized);
        }
      }
    } catch (e) {
      onError(e);
    }
  }
  function read(event) {
    const rawValue = event ? event.newValue : storage.getItem(keyComputed.value);
    if (rawValue == null) {
      if (writeDefaults && rawInit != null)
        storage.setItem(keyComputed.value, serializer.write(rawInit));
      return rawInit;
    } else if (!event && mergeDefaults) {
      const value = serializer.read(rawValue);
      if (typeof mergeDefaults === "function")
        return mergeDefaults(value, rawInit);
      else if (type === "object" && !Array.isArray(value))
        return { ...rawInit, ...value };
      return value;
    } else if (typeof rawValue !== "string") {
      return rawValue;
    } else {
      return serializer.read(rawValue);
    }
  }
  function update(event) {
    if (event && event.storageArea !== storage)
      return;
    if (event && event.key == null) {
      data.value = rawInit;
      return;
    }
    if (event && event.key !== keyComputed.value)
      return;
    pauseWatch();
    try {
      if ((event == null ? void 0 : event.newValue) !== serializer.write(data.value))
        data.value = read(event);
    } catch (e) {
      onError(e);
    } finally {
      if (event)
        vueExports.nextTick(resumeWatch);
      else
        resumeWatch();
    }
  }
  function updateFromCustomEvent(event) {
    update(event.detail);
  }
  return data;
}
const CSS_DISABLE_TRANS = "*,*::before,*::after{-webkit-transition:none!important;-moz-transition:none!important;-o-transition:none!important;-ms-transition:none!important;transition:none!important}";
function useColorMode(options = {}) {
  const {
    selector = "html",
    attribute = "class",
    initialValue = "auto",
    window: window2 = defaultWindow,
    storage,
    storageKey = "vueuse-color-scheme",
    listenToStorageChanges = true,
    storageRef,
    emitAuto,
    disableTransition = true
  } = options;
  const modes = {
    auto: "",
    light: "light",
    dark: "dark",
    ...options.modes || {}
  };
  const preferredDark = usePreferredDark({ window: window2 });
  const system = vueExports.computed(() => preferredDark.value ? "dark" : "light");
  const store = storageRef || (storageKey == null ? toRef(initialValue) : useStorage(storageKey, initialValue, storage, { window: window2, listenToStorageChanges }));
  const state = vueExports.computed(() => store.value === "auto" ? system.value : store.value);
  const updateHTMLAttrs = getSSRHandler(
    "updateHTMLAttrs",
    (selector2, attribute2, value) => {
      const el = typeof selector2 === "string" ? window2 == null ? void 0 : window2.document.querySelector(selector2) : unrefElement(selector2);
      if (!el)
        return;
      const classesToAdd = /* @__PURE__ */ new Set();
      const classesToRemove = /* @__PURE__ */ new Set();
      let attributeToChange = null;
      if (attribute2 === "class") {
        const current = value.split(/\s/g);
        Object.values(modes).flatMap((i) => (i || "").split(/\s/g)).filter(Boolean).forEach((v) => {
          if (current.includes(v))
            classesToAdd.add(v);
          else
            classesToRemove.add(v);
        });
      } else {
        attributeToChange = { key: attribute2, value };
      }
      if (classesToAdd.size === 0 && classesToRemove.size === 0 && attributeToChange === null)
        return;
      let style;
      if (disableTransition) {
        style = window2.document.createElement("style");
        style.appendChild(document.createTextNode(CSS_DISABLE_TRANS));
        window2.document.head.appendChild(style);
      }
      for (const c of classesToAdd) {
        el.classList.add(c);
      }
      for (const c of classesToRemove) {
        el.classList.remove(c);
      }
      if (attributeToChange) {
        el.setAttribute(attributeToChange.key, attributeToChange.value);
      }
      if (disableTransition) {
        window2.getComputedStyle(style).opacity;
        document.head.removeChild(style);
      }
    }
  );
  function defaultOnChanged(mode) {
    var _a;
    updateHTMLAttrs(selector, attribute, (_a = modes[mode]) != null ? _a : mode);
  }
  function onChanged(mode) {
    if (options.onChanged)
      options.onChanged(mode, defaultOnChanged);
    else
      defaultOnChanged(mode);
  }
  vueExports.watch(state, onChanged, { flush: "post", immediate: true });
  tryOnMounted(() => onChanged(state.value));
  const auto = vueExports.computed({
    get() {
      return emitAuto ? store.value : state.value;
    },
    set(v) {
      store.value = v;
    }
  });
  return Object.assign(auto, { store, system, state });
}
function useDark(options = {}) {
  const {
    valueDark = "dark",
    valueLight = ""
  } = options;
  const mode = useColorMode({
    ...options,
    onChanged: (mode2, defaultHandler) => {
      var _a;
      if (options.onChanged)
        (_a = options.onChanged) == null ? void 0 : _a.call(options, mode2 === "dark", defaultHandler, mode2);
      else
        defaultHandler(mode2);
    },
    modes: {
      dark: valueDark,
      light: valueLight
    }
  });
  const system = vueExports.computed(() => mode.system.value);
  const isDark = vueExports.computed({
    get() {
      return mode.value === "dark";
    },
    set(v) {
      const modeVal = v ? "dark" : "light";
      if (system.value === modeVal)
        mode.value = "auto";
      else
        mode.value = modeVal;
    }
  });
  return isDark;
}
function resolveElement(el) {
  if (typeof Window !== "undefined" && el instanceof Window)
    return el.document.documentElement;
  if (typeof Document !== "undefined" && el instanceof Document)
    return el.documentElement;
  return el;
}
const ARRIVED_STATE_THRESHOLD_PIXELS = 1;
function useScroll(element, options = {}) {
  const {
    throttle = 0,
    idle = 200,
    onStop = noop,
    onScroll = noop,
    offset = {
      left: 0,
      right: 0,
      top: 0,
      bottom: 0
    },
    eventListenerOptions = {
      capture: false,
      passive: true
    },
    behavior = "auto",
    window: window2 = defaultWindow,
    onError = (e) => {
      console.error(e);
    }
  } = options;
  const internalX = vueExports.shallowRef(0);
  const internalY = vueExports.shallowRef(0);
  const x = vueExports.computed({
    get() {
      return internalX.value;
    },
    set(x2) {
      scrollTo2(x2, void 0);
    }
  });
  const y = vueExports.computed({
    get() {
      return internalY.value;
    },
    set(y2) {
      scrollTo2(void 0, y2);
    }
  });
  function scrollTo2(_x, _y) {
    var _a, _b, _c, _d;
    if (!window2)
      return;
    const _element = vueExports.toValue(element);
    if (!_element)
      return;
    (_c = _element instanceof Document ? window2.document.body : _element) == null ? void 0 : _c.scrollTo({
      top: (_a = vueExports.toValue(_y)) != null ? _a : y.value,
      left: (_b = vueExports.toValue(_x)) != null ? _b : x.value,
      behavior: vueExports.toValue(behavior)
    });
    const scrollContainer = ((_d = _element == null ? void 0 : _element.document) == null ? void 0 : _d.documentElement) || (_element == null ? void 0 : _element.documentElement) || _element;
    if (x != null)
      internalX.value = scrollContainer.scrollLeft;
    if (y != null)
      internalY.value = scrollContainer.scrollTop;
  }
  const isScrolling = vueExports.shallowRef(false);
  const arrivedState = vueExports.reactive({
    left: true,
    right: false,
    top: true,
    bottom: false
  });
  const directions = vueExports.reactive({
    left: false,
    right: false,
    top: false,
    bottom: false
  });
  const onScrollEnd = (e) => {
    if (!isScrolling.value)
      return;
    isScrolling.value = false;
    directions.left = false;
    directions.right = false;
    directions.top = false;
    directions.bottom = false;
    onStop(e);
  };
  const onScrollEndDebounced = useDebounceFn(onScrollEnd, throttle + idle);
  const setArrivedState = (target) => {
    var _a;
    if (!window2)
      return;
    const el = ((_a = target == null ? void 0 : target.document) == null ? void 0 : _a.documentElement) || (target == null ? void 0 : target.documentElement) || unrefElement(target);
    const { display, flexDirection, direction } = getComputedStyle(el);
    const directionMultipler = direction === "rtl" ? -1 : 1;
    const scrollLeft = el.scrollLeft;
    directions.left = scrollLeft < internalX.value;
    directions.right = scrollLeft > internalX.value;
    const left = Math.abs(scrollLeft * directionMultipler) <= (offset.left || 0);
    const right = Math.abs(scrollLeft * directionMultipler) + el.clientWidth >= el.scrollWidth - (offset.right || 0) - ARRIVED_STATE_THRESHOLD_PIXELS;
    if (display === "flex" && flexDirection === "row-reverse") {
      arrivedState.left = right;
      arrivedState.right = left;
    } else {
      arrivedState.left = left;
      arrivedState.right = right;
    }
    internalX.value = scrollLeft;
    let scrollTop = el.scrollTop;
    if (target === window2.document && !scrollTop)
      scrollTop = window2.document.body.scrollTop;
    directions.top = scrollTop < internalY.value;
    directions.bottom = scrollTop > internalY.value;
    const top = Math.abs(scrollTop) <= (offset.top || 0);
    const bottom = Math.abs(scrollTop) + el.clientHeight >= el.scrollHeight - (offset.bottom || 0) - ARRIVED_STATE_THRESHOLD_PIXELS;
    if (display === "flex" && flexDirection === "column-reverse") {
      arrivedState.top = bottom;
      arrivedState.bottom = top;
    } else {
      arrivedState.top = top;
      arrivedState.bottom = bottom;
    }
    internalY.value = scrollTop;
  };
  const onScrollHandler = (e) => {
    var _a;
    if (!window2)
      return;
    const eventTarget = (_a = e.target.documentElement) != null ? _a : e.target;
    setArrivedState(eventTarget);
    isScrolling.value = true;
    onScrollEndDebounced(e);
    onScroll(e);
  };
  useEventListener(
    element,
    "scroll",
    throttle ? useThrottleFn(onScrollHandler, throttle, true, false) : onScrollHandler,
    eventListenerOptions
  );
  tryOnMounted(() => {
    try {
      const _element = vueExports.toValue(element);
      if (!_element)
        return;
      setArrivedState(_element);
    } catch (e) {
      onError(e);
    }
  });
  useEventListener(
    element,
    "scrollend",
    onScrollEnd,
    eventListenerOptions
  );
  return {
    x,
    y,
    isScrolling,
    arrivedState,
    directions,
    measure() {
      const _element = vueExports.toValue(element);
      if (window2 && _element)
        setArrivedState(_element);
    }
  };
}
function useLocalStorage(key, initialValue, options = {}) {
  const { window: window2 = defaultWindow } = options;
  return useStorage(key, initialValue, window2 == null ? void 0 : window2.localStorage, options);
}
function checkOverflowScroll(ele) {
  const style = window.getComputedStyle(ele);
  if (style.overflowX === "scroll" || style.overflowY === "scroll" || style.overflowX === "auto" && ele.clientWidth < ele.scrollWidth || style.overflowY === "auto" && ele.clientHeight < ele.scrollHeight) {
    return true;
  } else {
    const parent = ele.parentNode;
    if (!parent || parent.tagName === "BODY")
      return false;
    return checkOverflowScroll(parent);
  }
}
function preventDefault(rawEvent) {
  const e = rawEvent || window.event;
  const _target = e.target;
  if (checkOverflowScroll(_target))
    return false;
  if (e.touches.length > 1)
    return true;
  if (e.preventDefault)
    e.preventDefault();
  return false;
}
const elInitialOverflow = /* @__PURE__ */ new WeakMap();
function useScrollLock(element, initialState = false) {
  const isLocked = vueExports.shallowRef(initialState);
  let stopTouchMoveListener = null;
  let initialOverflow = "";
  vueExports.watch(toRef(element), (el) => {
    const target = resolveElement(vueExports.toValue(el));
    if (target) {
      const ele = target;
      if (!elInitialOverflow.get(ele))
        elInitialOverflow.set(ele, ele.style.overflow);
      if (ele.style.overflow !== "hidden")
        initialOverflow = ele.style.overflow;
      if (ele.style.overflow === "hidden")
        return isLocked.value = true;
      if (isLocked.value)
        return ele.style.overflow = "hidden";
    }
  }, {
    immediate: true
  });
  const lock = () => {
    const el = resolveElement(vueExports.toValue(element));
    if (!el || isLocked.value)
      return;
    if (isIOS) {
      stopTouchMoveListener = useEventListener(
        el,
        "touchmove",
        (e) => {
          preventDefault(e);
        },
        { passive: false }
      );
    }
    el.style.overflow = "hidden";
    isLocked.value = true;
  };
  const unlock = () => {
    const el = resolveElement(vueExports.toValue(element));
    if (!el || !isLocked.value)
      return;
    if (isIOS)
      stopTouchMoveListener == null ? void 0 : stopTouchMoveListener();
    el.style.overflow = initialOverflow;
    elInitialOverflow.delete(el);
    isLocked.value = false;
  };
  tryOnScopeDispose(unlock);
  return vueExports.computed({
    get() {
      return isLocked.value;
    },
    set(v) {
      if (v)
        lock();
      else unlock();
    }
  });
}
function useSessionStorage(key, initialValue, options = {}) {
  const { window: window2 = defaultWindow } = options;
  return useStorage(key, initialValue, window2 == null ? void 0 : window2.sessionStorage, options);
}
function useWindowScroll(options = {}) {
  const { window: window2 = defaultWindow, ...rest } = options;
  return useScroll(window2, rest);
}
function useWindowSize(options = {}) {
  const {
    window: window2 = defaultWindow,
    initialWidth = Number.POSITIVE_INFINITY,
    initialHeight = Number.POSITIVE_INFINITY,
    listenOrientation = true,
    includeScrollbar = true,
    type = "inner"
  } = options;
  const width = vueExports.shallowRef(initialWidth);
  const height = vueExports.shallowRef(initialHeight);
  const update = () => {
    if (window2) {
      if (type === "outer") {
        width.value = window2.outerWidth;
        height.value = window2.outerHeight;
      } else if (type === "visual" && window2.visualViewport) {
        const { width: visualViewportWidth, height: visualViewportHeight, scale } = window2.visualViewport;
        width.value = Math.round(visualViewportWidth * scale);
        height.value = Math.round(visualViewportHeight * scale);
      } else if (includeScrollbar) {
        width.value = window2.innerWidth;
        height.value = window2.innerHeight;
      } else {
        width.value = window2.document.documentElement.clientWidth;
        height.value = window2.document.documentElement.clientHeight;
      }
    }
  };
  update();
  tryOnMounted(update);
  const listenerOptions = { passive: true };
  useEventListener("resize", update, listenerOptions);
  if (window2 && type === "visual" && window2.visualViewport) {
    useEventListener(window2.visualViewport, "resize", update, listenerOptions);
  }
  if (listenOrientation) {
    const matches = useMediaQuery("(orientation: portrait)");
    vueExports.watch(matches, () => update());
  }
  return { width, height };
}
const __vite_import_meta_env__ = {};
const EXTERNAL_URL_RE = /^(?:[a-z]+:|\/\/)/i;
const APPEARANCE_KEY = "vitepress-theme-appearance";
const HASH_RE = /#.*$/;
const HASH_OR_QUERY_RE = /[?#].*$/;
const INDEX_OR_EXT_RE = /(?:(^|\/)index)?\.(?:md|html)$/;
const inBrowser = typeof document !== "undefined";
const notFoundPageData = {
  relativePath: "404.md",
  filePath: "",
  title: "404",
  description: "Not Found",
  headers: [],
  frontmatter: { sidebar: false, layout: "page" },
  lastUpdated: 0,
  isNotFound: true
};
function isActive(currentPath, matchPath, asRegex = false) {
  if (matchPath === void 0) {
    return false;
  }
  currentPath = normalize(`/${currentPath}`);
  if (asRegex) {
    return new RegExp(matchPath).test(currentPath);
  }
  if (normalize(matchPath) !== currentPath) {
    return false;
  }
  const hashMatch = matchPath.match(HASH_RE);
  if (hashMatch) {
    return (inBrowser ? location.hash : "") === hashMatch[0];
  }
  return true;
}
function normalize(path) {
  return decodeURI(path).replace(HASH_OR_QUERY_RE, "").replace(INDEX_OR_EXT_RE, "$1");
}
function isExternal(path) {
  return EXTERNAL_URL_RE.test(path);
}
function getLocaleForPath(siteData2, relativePath) {
  return Object.keys((siteData2 == null ? void 0 : siteData2.locales) || {}).find((key) => key !== "root" && !isExternal(key) && isActive(relativePath, `/${key}/`, true)) || "root";
}
function resolveSiteDataByRoute(siteData2, relativePath) {
  var _a, _b, _c, _d, _e, _f, _g;
  const localeIndex = getLocaleForPath(siteData2, relativePath);
  return Object.assign({}, siteData2, {
    localeIndex,
    lang: ((_a = siteData2.locales[localeIndex]) == null ? void 0 : _a.lang) ?? siteData2.lang,
    dir: ((_b = siteData2.locales[localeIndex]) == null ? void 0 : _b.dir) ?? siteData2.dir,
    title: ((_c = siteData2.locales[localeIndex]) == null ? void 0 : _c.title) ?? siteData2.title,
    titleTemplate: ((_d = siteData2.locales[localeIndex]) == null ? void 0 : _d.titleTemplate) ?? siteData2.titleTemplate,
    description: ((_e = siteData2.locales[localeIndex]) == null ? void 0 : _e.description) ?? siteData2.description,
    head: mergeHead(siteData2.head, ((_f = siteData2.locales[localeIndex]) == null ? void 0 : _f.head) ?? []),
    themeConfig: {
      ...siteData2.themeConfig,
      ...(_g = siteData2.locales[localeIndex]) == null ? void 0 : _g.themeConfig
    }
  });
}
function createTitle(siteData2, pageData) {
  const title = pageData.title || siteData2.title;
  const template = pageData.titleTemplate ?? siteData2.titleTemplate;
  if (typeof template === "string" && template.includes(":title")) {
    return template.replace(/:title/g, title);
  }
  const templateString = createTitleTemplate(siteData2.title, template);
  if (title === templateString.slice(3)) {
    return title;
  }
  return `${title}${templateString}`;
}
function createTitleTemplate(siteTitle, template) {
  if (template === false) {
    return "";
  }
  if (template === true || template === void 0) {
    return ` | ${siteTitle}`;
  }
  if (siteTitle === template) {
    return "";
  }
  return ` | ${template}`;
}
function hasTag(head, tag) {
  const [tagType, tagAttrs] = tag;
  if (tagType !== "meta")
    return false;
  const keyAttr = Object.entries(tagAttrs)[0];
  if (keyAttr == null)
    return false;
  return head.some(([type, attrs]) => type === tagType && attrs[keyAttr[0]] === keyAttr[1]);
}
function mergeHead(prev, curr) {
  return [...prev.filter((tagAttrs) => !hasTag(curr, tagAttrs)), ...curr];
}
const INVALID_CHAR_REGEX = /[\u0000-\u001F"#$&*+,:;<=>?[\]^`{|}\u007F]/g;
const DRIVE_LETTER_REGEX = /^[a-z]:/i;
function sanitizeFileName(name) {
  const match = DRIVE_LETTER_REGEX.exec(name);
  const driveLetter = match ? match[0] : "";
  return driveLetter + name.slice(driveLetter.length).replace(INVALID_CHAR_REGEX, "_").replace(/(^|\/)_+(?=[^/]*$)/, "$1");
}
const KNOWN_EXTENSIONS = /* @__PURE__ */ new Set();
function treatAsHtml(filename) {
  var _a;
  if (KNOWN_EXTENSIONS.size === 0) {
    const extraExts = typeof process === "object" && ((_a = process.env) == null ? void 0 : _a.VITE_EXTRA_EXTENSIONS) || (__vite_import_meta_env__ == null ? void 0 : __vite_import_meta_env__.VITE_EXTRA_EXTENSIONS) || "";
    ("3g2,3gp,aac,ai,apng,au,avif,bin,bmp,cer,class,conf,crl,css,csv,dll,doc,eps,epub,exe,gif,gz,ics,ief,jar,jpe,jpeg,jpg,js,json,jsonld,m4a,man,mid,midi,mjs,mov,mp2,mp3,mp4,mpe,mpeg,mpg,mpp,oga,ogg,ogv,ogx,opus,otf,p10,p7c,p7m,p7s,pdf,png,ps,qt,roff,rtf,rtx,ser,svg,t,tif,tiff,tr,ts,tsv,ttf,txt,vtt,wav,weba,webm,webp,woff,woff2,xhtml,xml,yaml,yml,zip" + (extraExts && typeof extraExts === "string" ? "," + extraExts : "")).split(",").forEach((ext2) => KNOWN_EXTENSIONS.add(ext2));
  }
  const ext = filename.split(".").pop();
  return ext == null || !KNOWN_EXTENSIONS.has(ext.toLowerCase());
}
function escapeRegExp(str) {
  return str.replace(/[|\\{}()[\]^$+*?.]/g, "\\$&").replace(/-/g, "\\x2d");
}
const dataSymbol = Symbol();
const siteDataRef = vueExports.shallowRef(siteData);
function initData(route) {
  const site = vueExports.computed(() => resolveSiteDataByRoute(siteDataRef.value, route.data.relativePath));
  const appearance = site.value.appearance;
  const isDark = appearance === "force-dark" ? vueExports.ref(true) : appearance === "force-auto" ? usePreferredDark() : appearance ? useDark({
    storageKey: APPEARANCE_KEY,
    initialValue: () => appearance === "dark" ? "dark" : "auto",
    ...typeof appearance === "object" ? appearance : {}
  }) : vueExports.ref(false);
  const hashRef = vueExports.ref(inBrowser ? location.hash : "");
  if (inBrowser) {
    window.addEventListener("hashchange", () => {
      hashRef.value = location.hash;
    });
  }
  vueExports.watch(() => route.data, () => {
    hashRef.value = inBrowser ? location.hash : "";
  });
  return {
    site,
    theme: vueExports.computed(() => site.value.themeConfig),
    page: vueExports.computed(() => route.data),
    frontmatter: vueExports.computed(() => route.data.frontmatter),
    params: vueExports.computed(() => route.data.params),
    lang: vueExports.computed(() => site.value.lang),
    dir: vueExports.computed(() => route.data.frontmatter.dir || site.value.dir),
    localeIndex: vueExports.computed(() => site.value.localeIndex || "root"),
    title: vueExports.computed(() => createTitle(site.value, route.data)),
    description: vueExports.computed(() => route.data.description || site.value.description),
    isDark,
    hash: vueExports.computed(() => hashRef.value)
  };
}
function useData$1() {
  const data = vueExports.inject(dataSymbol);
  if (!data) {
    throw new Error("vitepress data not properly injected in app");
  }
  return data;
}
function joinPath(base, path) {
  return `${base}${path}`.replace(/\/+/g, "/");
}
function withBase(path) {
  return EXTERNAL_URL_RE.test(path) || !path.startsWith("/") ? path : joinPath(siteDataRef.value.base, path);
}
function pathToFile(path) {
  let pagePath = path.replace(/\.html$/, "");
  pagePath = decodeURIComponent(pagePath);
  pagePath = pagePath.replace(/\/$/, "/index");
  {
    if (inBrowser) {
      const base = "/";
      pagePath = sanitizeFileName(pagePath.slice(base.length).replace(/\//g, "_") || "index") + ".md";
      let pageHash = __VP_HASH_MAP__[pagePath.toLowerCase()];
      if (!pageHash) {
        pagePath = pagePath.endsWith("_index.md") ? pagePath.slice(0, -9) + ".md" : pagePath.slice(0, -3) + "_index.md";
        pageHash = __VP_HASH_MAP__[pagePath.toLowerCase()];
      }
      if (!pageHash)
        return null;
      pagePath = `${base}${"assets"}/${pagePath}.${pageHash}.js`;
    } else {
      pagePath = `./${sanitizeFileName(pagePath.slice(1).replace(/\//g, "_"))}.md.js`;
    }
  }
  return pagePath;
}
let contentUpdatedCallbacks = [];
function onContentUpdated(fn) {
  contentUpdatedCallbacks.push(fn);
  vueExports.onUnmounted(() => {
    contentUpdatedCallbacks = contentUpdatedCallbacks.filter((f) => f !== fn);
  });
}
function getScrollOffset() {
  let scrollOffset = siteDataRef.value.scrollOffset;
  let offset = 0;
  let padding = 24;
  if (typeof scrollOffset === "object" && "padding" in scrollOffset) {
    padding = scrollOffset.padding;
    scrollOffset = scrollOffset.selector;
  }
  if (typeof scrollOffset === "number") {
    offset = scrollOffset;
  } else if (typeof scrollOffset === "string") {
    offset = tryOffsetSelector(scrollOffset, padding);
  } else if (Array.isArray(scrollOffset)) {
    for (const selector of scrollOffset) {
      const res = tryOffsetSelector(selector, padding);
      if (res) {
        offset = res;
        break;
      }
    }
  }
  return offset;
}
function tryOffsetSelector(selector, padding) {
  const el = document.querySelector(selector);
  if (!el)
    return 0;
  const bot = el.getBoundingClientRect().bottom;
  if (bot < 0)
    return 0;
  return bot + padding;
}
const RouterSymbol = Symbol();
const fakeHost = "http://a.com";
const getDefaultRoute = () => ({
  path: "/",
  component: null,
  data: notFoundPageData
});
function createRouter(loadPageModule, fallbackComponent) {
  const route = vueExports.reactive(getDefaultRoute());
  const router = {
    route,
    go
  };
  async function go(href = inBrowser ? location.href : "/") {
    var _a, _b;
    href = normalizeHref(href);
    if (await ((_a = router.onBeforeRouteChange) == null ? void 0 : _a.call(router, href)) === false)
      return;
    if (inBrowser && href !== normalizeHref(location.href)) {
      history.replaceState({ scrollPosition: window.scrollY }, "");
      history.pushState({}, "", href);
    }
    await loadPage(href);
    await ((_b = router.onAfterRouteChange ?? router.onAfterRouteChanged) == null ? void 0 : _b(href));
  }
  let latestPendingPath = null;
  async function loadPage(href, scrollPosition = 0, isRetry = false) {
    var _a, _b;
    if (await ((_a = router.onBeforePageLoad) == null ? void 0 : _a.call(router, href)) === false)
      return;
    const targetLoc = new URL(href, fakeHost);
    const pendingPath = latestPendingPath = targetLoc.pathname;
    try {
      let page = await loadPageModule(pendingPath);
      if (!page) {
        throw new Error(`Page not found: ${pendingPath}`);
      }
      if (latestPendingPath === pendingPath) {
        latestPendingPath = null;
        const { default: comp, __pageData } = page;
        if (!comp) {
          throw new Error(`Invalid route component: ${comp}`);
        }
        await ((_b = router.onAfterPageLoad) == null ? void 0 : _b.call(router, href));
        route.path = inBrowser ? pendingPath : withBase(pendingPath);
        route.component = vueExports.markRaw(comp);
        route.data = true ? vueExports.markRaw(__pageData) : vueExports.readonly(__pageData);
        if (inBrowser) {
          vueExports.nextTick(() => {
            let actualPathname = siteDataRef.value.base + __pageData.relativePath.replace(/(?:(^|\/)index)?\.md$/, "$1");
            if (!siteDataRef.value.cleanUrls && !actualPathname.endsWith("/")) {
              actualPathname += ".html";
            }
            if (actualPathname !== targetLoc.pathname) {
              targetLoc.pathname = actualPathname;
              href = actualPathname + targetLoc.search + targetLoc.hash;
              history.replaceState({}, "", href);
            }
            if (targetLoc.hash && !scrollPosition) {
              let target = null;
              try {
                target = document.getElementById(decodeURIComponent(targetLoc.hash).slice(1));
              } catch (e) {
                console.warn(e);
              }
              if (target) {
                scrollTo(target, targetLoc.hash);
                return;
              }
            }
            window.scrollTo(0, scrollPosition);
          });
        }
      }
    } catch (err) {
      if (!/fetch|Page not found/.test(err.message) && !/^\/404(\.html|\/)?$/.test(href)) {
        console.error(err);
      }
      if (!isRetry) {
        try {
          const res = await fetch(siteDataRef.value.base + "hashmap.json");
          window.__VP_HASH_MAP__ = await res.json();
          await loadPage(href, scrollPosition, true);
          return;
        } catch (e) {
        }
      }
      if (latestPendingPath === pendingPath) {
        latestPendingPath = null;
        route.path = inBrowser ? pendingPath : withBase(pendingPath);
        route.component = fallbackComponent ? vueExports.markRaw(fallbackComponent) : null;
        const relativePath = inBrowser ? pendingPath.replace(/(^|\/)$/, "$1index").replace(/(\.html)?$/, ".md").replace(/^\//, "") : "404.md";
        route.data = { ...notFoundPageData, relativePath };
      }
    }
  }
  if (inBrowser) {
    if (history.state === null) {
      history.replaceState({}, "");
    }
    window.addEventListener("click", (e) => {
      if (e.defaultPrevented || !(e.target instanceof Element) || e.target.closest("button") || // temporary fix for docsearch action buttons
      e.button !== 0 || e.ctrlKey || e.shiftKey || e.altKey || e.metaKey)
        return;
      const link2 = e.target.closest("a");
      if (!link2 || link2.closest(".vp-raw") || link2.hasAttribute("download") || link2.hasAttribute("target"))
        return;
      const linkHref = link2.getAttribute("href") ?? (link2 instanceof SVGAElement ? link2.getAttribute("xlink:href") : null);
      if (linkHref == null)
        return;
      const { href, origin, pathname, hash, search } = new URL(linkHref, link2.baseURI);
      const currentUrl = new URL(location.href);
      if (origin === currentUrl.origin && treatAsHtml(pathname)) {
        e.preventDefault();
        if (pathname === currentUrl.pathname && search === currentUrl.search) {
          if (hash !== currentUrl.hash) {
            history.pushState({}, "", href);
            window.dispatchEvent(new HashChangeEvent("hashchange", {
              oldURL: currentUrl.href,
              newURL: href
            }));
          }
          if (hash) {
            scrollTo(link2, hash, link2.classList.contains("header-anchor"));
          } else {
            window.scrollTo(0, 0);
          }
        } else {
          go(href);
        }
      }
    }, { capture: true });
    window.addEventListener("popstate", async (e) => {
      var _a;
      if (e.state === null)
        return;
      const href = normalizeHref(location.href);
      await loadPage(href, e.state && e.state.scrollPosition || 0);
      await ((_a = router.onAfterRouteChange ?? router.onAfterRouteChanged) == null ? void 0 : _a(href));
    });
    window.addEventListener("hashchange", (e) => {
      e.preventDefault();
    });
  }
  return router;
}
function useRouter() {
  const router = vueExports.inject(RouterSymbol);
  if (!router) {
    throw new Error("useRouter() is called without provider.");
  }
  return router;
}
function useRoute() {
  return useRouter().route;
}
function scrollTo(el, hash, smooth = false) {
  let target = null;
  try {
    target = el.classList.contains("header-anchor") ? el : document.getElementById(decodeURIComponent(hash).slice(1));
  } catch (e) {
    console.warn(e);
  }
  if (target) {
    let scrollToTarget = function() {
      if (!smooth || Math.abs(targetTop - window.scrollY) > window.innerHeight)
        window.scrollTo(0, targetTop);
      else
        window.scrollTo({ left: 0, top: targetTop, behavior: "smooth" });
    };
    const targetPadding = parseInt(window.getComputedStyle(target).paddingTop, 10);
    const targetTop = window.scrollY + target.getBoundingClientRect().top - getScrollOffset() + targetPadding;
    requestAnimationFrame(scrollToTarget);
  }
}
function normalizeHref(href) {
  const url = new URL(href, fakeHost);
  url.pathname = url.pathname.replace(/(^|\/)index(\.html)?$/, "$1");
  if (siteDataRef.value.cleanUrls)
    url.pathname = url.pathname.replace(/\.html$/, "");
  else if (!url.pathname.endsWith("/") && !url.pathname.endsWith(".html"))
    url.pathname += ".html";
  return url.pathname + url.search + url.hash;
}
const runCbs = () => contentUpdatedCallbacks.forEach((fn) => fn());
const Content = vueExports.defineComponent({
  name: "VitePressContent",
  props: {
    as: { type: [Object, String], default: "div" }
  },
  setup(props) {
    const route = useRoute();
    const { frontmatter, site } = useData$1();
    vueExports.watch(frontmatter, runCbs, { deep: true, flush: "post" });
    return () => vueExports.h(props.as, site.value.contentProps ?? { style: { position: "relative" } }, [
      route.component ? vueExports.h(route.component, {
        onVnodeMounted: runCbs,
        onVnodeUpdated: runCbs,
        onVnodeUnmounted: runCbs
      }) : "404 Page Not Found"
    ]);
  }
});
const _sfc_main$13 = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPBackdrop",
  __ssrInlineRender: true,
  props: {
    show: { type: Boolean }
  },
  setup(__props) {
    return (_ctx, _push, _parent, _attrs) => {
      if (__props.show) {
        _push(`<div${ssrRenderAttrs_1(vueExports.mergeProps({ class: "VPBackdrop" }, _attrs))} data-v-c634c520></div>`);
      } else {
        _push(`<!---->`);
      }
    };
  }
});
const _sfc_setup$13 = _sfc_main$13.setup;
_sfc_main$13.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPBackdrop.vue");
  return _sfc_setup$13 ? _sfc_setup$13(props, ctx) : void 0;
};
const VPBackdrop = /* @__PURE__ */ _export_sfc(_sfc_main$13, [["__scopeId", "data-v-c634c520"]]);
const useData = useData$1;
function throttleAndDebounce(fn, delay) {
  let timeoutId;
  let called = false;
  return () => {
    if (timeoutId)
      clearTimeout(timeoutId);
    if (!called) {
      fn();
      (called = true) && setTimeout(() => called = false, delay);
    } else
      timeoutId = setTimeout(fn, delay);
  };
}
function ensureStartingSlash(path) {
  return path.startsWith("/") ? path : `/${path}`;
}
function normalizeLink$1(url) {
  const { pathname, search, hash, protocol } = new URL(url, "http://a.com");
  if (isExternal(url) || url.startsWith("#") || !protocol.startsWith("http") || !treatAsHtml(pathname))
    return url;
  const { site } = useData();
  const normalizedPath = pathname.endsWith("/") || pathname.endsWith(".html") ? url : url.replace(/(?:(^\.+)\/)?.*$/, `$1${pathname.replace(/(\.md)?$/, site.value.cleanUrls ? "" : ".html")}${search}${hash}`);
  return withBase(normalizedPath);
}
function useLangs({ correspondingLink = false } = {}) {
  const { site, localeIndex, page, theme: theme2, hash } = useData();
  const currentLang = vueExports.computed(() => {
    var _a, _b;
    return {
      label: (_a = site.value.locales[localeIndex.value]) == null ? void 0 : _a.label,
      link: ((_b = site.value.locales[localeIndex.value]) == null ? void 0 : _b.link) || (localeIndex.value === "root" ? "/" : `/${localeIndex.value}/`)
    };
  });
  const localeLinks = vueExports.computed(() => Object.entries(site.value.locales).flatMap(([key, value]) => currentLang.value.label === value.label ? [] : {
    text: value.label,
    link: normalizeLink(value.link || (key === "root" ? "/" : `/${key}/`), theme2.value.i18nRouting !== false && correspondingLink, page.value.relativePath.slice(currentLang.value.link.length - 1), !site.value.cleanUrls) + hash.value
  }));
  return { localeLinks, currentLang };
}
function normalizeLink(link2, addPath, path, addExt) {
  return addPath ? link2.replace(/\/$/, "") + ensureStartingSlash(path.replace(/(^|\/)index\.md$/, "$1").replace(/\.md$/, addExt ? ".html" : "")) : link2;
}
const _sfc_main$12 = /* @__PURE__ */ vueExports.defineComponent({
  __name: "NotFound",
  __ssrInlineRender: true,
  setup(__props) {
    const { theme: theme2 } = useData();
    const { currentLang } = useLangs();
    return (_ctx, _push, _parent, _attrs) => {
      var _a, _b, _c, _d, _e;
      _push(`<div${ssrRenderAttrs_1(vueExports.mergeProps({ class: "NotFound" }, _attrs))} data-v-75971114><p class="code" data-v-75971114>${ssrInterpolate_1(((_a = vueExports.unref(theme2).notFound) == null ? void 0 : _a.code) ?? "404")}</p><h1 class="title" data-v-75971114>${ssrInterpolate_1(((_b = vueExports.unref(theme2).notFound) == null ? void 0 : _b.title) ?? "PAGE NOT FOUND")}</h1><div class="divider" data-v-75971114></div><blockquote class="quote" data-v-75971114>${ssrInterpolate_1(((_c = vueExports.unref(theme2).notFound) == null ? void 0 : _c.quote) ?? "But if you don't change your direction, and if you keep looking, you may end up where you are heading.")}</blockquote><div class="action" data-v-75971114><a class="link"${ssrRenderAttr_1("href", vueExports.unref(withBase)(vueExports.unref(currentLang).link))}${ssrRenderAttr_1("aria-label", ((_d = vueExports.unref(theme2).notFound) == null ? void 0 : _d.linkLabel) ?? "go to home")} data-v-75971114>${ssrInterpolate_1(((_e = vueExports.unref(theme2).notFound) == null ? void 0 : _e.linkText) ?? "Take me home")}</a></div></div>`);
    };
  }
});
const _sfc_setup$12 = _sfc_main$12.setup;
_sfc_main$12.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/NotFound.vue");
  return _sfc_setup$12 ? _sfc_setup$12(props, ctx) : void 0;
};
const NotFound = /* @__PURE__ */ _export_sfc(_sfc_main$12, [["__scopeId", "data-v-75971114"]]);
function getSidebar(_sidebar, path) {
  if (Array.isArray(_sidebar))
    return addBase(_sidebar);
  if (_sidebar == null)
    return [];
  path = ensureStartingSlash(path);
  const dir = Object.keys(_sidebar).sort((a, b) => {
    return b.split("/").length - a.split("/").length;
  }).find((dir2) => {
    return path.startsWith(ensureStartingSlash(dir2));
  });
  const sidebar = dir ? _sidebar[dir] : [];
  return Array.isArray(sidebar) ? addBase(sidebar) : addBase(sidebar.items, sidebar.base);
}
function getSidebarGroups(sidebar) {
  const groups = [];
  let lastGroupIndex = 0;
  for (const index in sidebar) {
    const item = sidebar[index];
    if (item.items) {
      lastGroupIndex = groups.push(item);
      continue;
    }
    if (!groups[lastGroupIndex]) {
      groups.push({ items: [] });
    }
    groups[lastGroupIndex].items.push(item);
  }
  return groups;
}
function getFlatSideBarLinks(sidebar) {
  const links = [];
  function recursivelyExtractLinks(items) {
    for (const item of items) {
      if (item.text && item.link) {
        links.push({
          text: item.text,
          link: item.link,
          docFooterText: item.docFooterText
        });
      }
      if (item.items) {
        recursivelyExtractLinks(item.items);
      }
    }
  }
  recursivelyExtractLinks(sidebar);
  return links;
}
function hasActiveLink(path, items) {
  if (Array.isArray(items)) {
    return items.some((item) => hasActiveLink(path, item));
  }
  return isActive(path, items.link) ? true : items.items ? hasActiveLink(path, items.items) : false;
}
function addBase(items, _base) {
  return [...items].map((_item) => {
    const item = { ..._item };
    const base = item.base || _base;
    if (base && item.link)
      item.link = base + item.link;
    if (item.items)
      item.items = addBase(item.items, base);
    return item;
  });
}
function useSidebar() {
  const { frontmatter, page, theme: theme2 } = useData();
  const is960 = useMediaQuery("(min-width: 960px)");
  const isOpen = vueExports.ref(false);
  const _sidebar = vueExports.computed(() => {
    const sidebarConfig = theme2.value.sidebar;
    const relativePath = page.value.relativePath;
    return sidebarConfig ? getSidebar(sidebarConfig, relativePath) : [];
  });
  const sidebar = vueExports.ref(_sidebar.value);
  vueExports.watch(_sidebar, (next, prev) => {
    if (JSON.stringify(next) !== JSON.stringify(prev))
      sidebar.value = _sidebar.value;
  });
  const hasSidebar = vueExports.computed(() => {
    return frontmatter.value.sidebar !== false && sidebar.value.length > 0 && frontmatter.value.layout !== "home";
  });
  const leftAside = vueExports.computed(() => {
    if (hasAside)
      return frontmatter.value.aside == null ? theme2.value.aside === "left" : frontmatter.value.aside === "left";
    return false;
  });
  const hasAside = vueExports.computed(() => {
    if (frontmatter.value.layout === "home")
      return false;
    if (frontmatter.value.aside != null)
      return !!frontmatter.value.aside;
    return theme2.value.aside !== false;
  });
  const isSidebarEnabled = vueExports.computed(() => hasSidebar.value && is960.value);
  const sidebarGroups = vueExports.computed(() => {
    return hasSidebar.value ? getSidebarGroups(sidebar.value) : [];
  });
  function open() {
    isOpen.value = true;
  }
  function close() {
    isOpen.value = false;
  }
  function toggle() {
    isOpen.value ? close() : open();
  }
  return {
    isOpen,
    sidebar,
    sidebarGroups,
    hasSidebar,
    hasAside,
    leftAside,
    isSidebarEnabled,
    open,
    close,
    toggle
  };
}
function useCloseSidebarOnEscape(isOpen, close) {
  let triggerElement;
  vueExports.watchEffect(() => {
    triggerElement = isOpen.value ? document.activeElement : void 0;
  });
  vueExports.onMounted(() => {
    window.addEventListener("keyup", onEscape);
  });
  vueExports.onUnmounted(() => {
    window.removeEventListener("keyup", onEscape);
  });
  function onEscape(e) {
    if (e.key === "Escape" && isOpen.value) {
      close();
      triggerElement == null ? void 0 : triggerElement.focus();
    }
  }
}
function useSidebarControl(item) {
  const { page, hash } = useData();
  const collapsed = vueExports.ref(false);
  const collapsible = vueExports.computed(() => {
    return item.value.collapsed != null;
  });
  const isLink = vueExports.computed(() => {
    return !!item.value.link;
  });
  const isActiveLink = vueExports.ref(false);
  const updateIsActiveLink = () => {
    isActiveLink.value = isActive(page.value.relativePath, item.value.link);
  };
  vueExports.watch([page, item, hash], updateIsActiveLink);
  vueExports.onMounted(updateIsActiveLink);
  const hasActiveLink$1 = vueExports.computed(() => {
    if (isActiveLink.value) {
      return true;
    }
    return item.value.items ? hasActiveLink(page.value.relativePath, item.value.items) : false;
  });
  const hasChildren = vueExports.computed(() => {
    return !!(item.value.items && item.value.items.length);
  });
  vueExports.watchEffect(() => {
    collapsed.value = !!(collapsible.value && item.value.collapsed);
  });
  vueExports.watchPostEffect(() => {
    (isActiveLink.value || hasActiveLink$1.value) && (collapsed.value = false);
  });
  function toggle() {
    if (collapsible.value) {
      collapsed.value = !collapsed.value;
    }
  }
  return {
    collapsed,
    collapsible,
    isLink,
    isActiveLink,
    hasActiveLink: hasActiveLink$1,
    hasChildren,
    toggle
  };
}
function useAside() {
  const { hasSidebar } = useSidebar();
  const is960 = useMediaQuery("(min-width: 960px)");
  const is1280 = useMediaQuery("(min-width: 1280px)");
  const isAsideEnabled = vueExports.computed(() => {
    if (!is1280.value && !is960.value) {
      return false;
    }
    return hasSidebar.value ? is1280.value : is960.value;
  });
  return {
    isAsideEnabled
  };
}
const ignoreRE = /\b(?:VPBadge|header-anchor|footnote-ref|ignore-header)\b/;
const resolvedHeaders = [];
function resolveTitle(theme2) {
  return typeof theme2.outline === "object" && !Array.isArray(theme2.outline) && theme2.outline.label || theme2.outlineTitle || "On this page";
}
function getHeaders(range) {
  const headers = [
    ...document.querySelectorAll(".VPDoc :where(h1,h2,h3,h4,h5,h6)")
  ].filter((el) => el.id && el.hasChildNodes()).map((el) => {
    const level = Number(el.tagName[1]);
    return {
      element: el,
      title: serializeHeader(el),
      link: "#" + el.id,
      level
    };
  });
  return resolveHeaders(headers, range);
}
function serializeHeader(h) {
  let ret = "";
  for (const node of h.childNodes) {
    if (node.nodeType === 1) {
      if (ignoreRE.test(node.className))
        continue;
      ret += node.textContent;
    } else if (node.nodeType === 3) {
      ret += node.textContent;
    }
  }
  return ret.trim();
}
function resolveHeaders(headers, range) {
  if (range === false) {
    return [];
  }
  const levelsRange = (typeof range === "object" && !Array.isArray(range) ? range.level : range) || 2;
  const [high, low] = typeof levelsRange === "number" ? [levelsRange, levelsRange] : levelsRange === "deep" ? [2, 6] : levelsRange;
  return buildTree(headers, high, low);
}
function useActiveAnchor(container, marker) {
  const { isAsideEnabled } = useAside();
  const onScroll = throttleAndDebounce(setActiveLink, 100);
  let prevActiveLink = null;
  vueExports.onMounted(() => {
    requestAnimationFrame(setActiveLink);
    window.addEventListener("scroll", onScroll);
  });
  vueExports.onUpdated(() => {
    activateLink(location.hash);
  });
  vueExports.onUnmounted(() => {
    window.removeEventListener("scroll", onScroll);
  });
  function setActiveLink() {
    if (!isAsideEnabled.value) {
      return;
    }
    const scrollY = window.scrollY;
    const innerHeight = window.innerHeight;
    const offsetHeight = document.body.offsetHeight;
    const isBottom = Math.abs(scrollY + innerHeight - offsetHeight) < 1;
    const headers = resolvedHeaders.map(({ element, link: link2 }) => ({
      link: link2,
      top: getAbsoluteTop(element)
    })).filter(({ top }) => !Number.isNaN(top)).sort((a, b) => a.top - b.top);
    if (!headers.length) {
      activateLink(null);
      return;
    }
    if (scrollY < 1) {
      activateLink(null);
      return;
    }
    if (isBottom) {
      activateLink(headers[headers.length - 1].link);
      return;
    }
    let activeLink = null;
    for (const { link: link2, top } of headers) {
      if (top > scrollY + getScrollOffset() + 4) {
        break;
      }
      activeLink = link2;
    }
    activateLink(activeLink);
  }
  function activateLink(hash) {
    if (prevActiveLink) {
      prevActiveLink.classList.remove("active");
    }
    if (hash == null) {
      prevActiveLink = null;
    } else {
      prevActiveLink = container.value.querySelector(`a[href="${decodeURIComponent(hash)}"]`);
    }
    const activeLink = prevActiveLink;
    if (activeLink) {
      activeLink.classList.add("active");
      marker.value.style.top = activeLink.offsetTop + 39 + "px";
      marker.value.style.opacity = "1";
    } else {
      marker.value.style.top = "33px";
      marker.value.style.opacity = "0";
    }
  }
}
function getAbsoluteTop(element) {
  let offsetTop = 0;
  while (element !== document.body) {
    if (element === null) {
      return NaN;
    }
    offsetTop += element.offsetTop;
    element = element.offsetParent;
  }
  return offsetTop;
}
function buildTree(data, min, max) {
  resolvedHeaders.length = 0;
  const result = [];
  const stack = [];
  data.forEach((item) => {
    const node = { ...item, children: [] };
    let parent = stack[stack.length - 1];
    while (parent && parent.level >= node.level) {
      stack.pop();
      parent = stack[stack.length - 1];
    }
    if (node.element.classList.contains("ignore-header") || parent && "shouldIgnore" in parent) {
      stack.push({ level: node.level, shouldIgnore: true });
      return;
    }
    if (node.level > max || node.level < min)
      return;
    resolvedHeaders.push({ element: node.element, link: node.link });
    if (parent)
      parent.children.push(node);
    else
      result.push(node);
    stack.push(node);
  });
  return result;
}
const _sfc_main$11 = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPDocOutlineItem",
  __ssrInlineRender: true,
  props: {
    headers: {},
    root: { type: Boolean }
  },
  setup(__props) {
    return (_ctx, _push, _parent, _attrs) => {
      const _component_VPDocOutlineItem = vueExports.resolveComponent("VPDocOutlineItem", true);
      _push(`<ul${ssrRenderAttrs_1(vueExports.mergeProps({
        class: ["VPDocOutlineItem", __props.root ? "root" : "nested"]
      }, _attrs))} data-v-48686760><!--[-->`);
      ssrRenderList_1(__props.headers, ({ children, link: link2, title }) => {
        _push(`<li data-v-48686760><a class="outline-link"${ssrRenderAttr_1("href", link2)}${ssrRenderAttr_1("title", title)} data-v-48686760>${ssrInterpolate_1(title)}</a>`);
        if (children == null ? void 0 : children.length) {
          _push(ssrRenderComponent_1(_component_VPDocOutlineItem, { headers: children }, null, _parent));
        } else {
          _push(`<!---->`);
        }
        _push(`</li>`);
      });
      _push(`<!--]--></ul>`);
    };
  }
});
const _sfc_setup$11 = _sfc_main$11.setup;
_sfc_main$11.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPDocOutlineItem.vue");
  return _sfc_setup$11 ? _sfc_setup$11(props, ctx) : void 0;
};
const VPDocOutlineItem = /* @__PURE__ */ _export_sfc(_sfc_main$11, [["__scopeId", "data-v-48686760"]]);
const _sfc_main$10 = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPDocAsideOutline",
  __ssrInlineRender: true,
  setup(__props) {
    const { frontmatter, theme: theme2 } = useData();
    const headers = vueExports.shallowRef([]);
    onContentUpdated(() => {
      headers.value = getHeaders(frontmatter.value.outline ?? theme2.value.outline);
    });
    const container = vueExports.ref();
    const marker = vueExports.ref();
    useActiveAnchor(container, marker);
    return (_ctx, _push, _parent, _attrs) => {
      _push(`<nav${ssrRenderAttrs_1(vueExports.mergeProps({
        "aria-labelledby": "doc-outline-aria-label",
        class: ["VPDocAsideOutline", { "has-outline": headers.value.length > 0 }],
        ref_key: "container",
        ref: container
      }, _attrs))} data-v-0670def3><div class="content" data-v-0670def3><div class="outline-marker" data-v-0670def3></div><div aria-level="2" class="outline-title" id="doc-outline-aria-label" role="heading" data-v-0670def3>${ssrInterpolate_1(vueExports.unref(resolveTitle)(vueExports.unref(theme2)))}</div>`);
      _push(ssrRenderComponent_1(VPDocOutlineItem, {
        headers: headers.value,
        root: true
      }, null, _parent));
      _push(`</div></nav>`);
    };
  }
});
const _sfc_setup$10 = _sfc_main$10.setup;
_sfc_main$10.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPDocAsideOutline.vue");
  return _sfc_setup$10 ? _sfc_setup$10(props, ctx) : void 0;
};
const VPDocAsideOutline = /* @__PURE__ */ _export_sfc(_sfc_main$10, [["__scopeId", "data-v-0670def3"]]);
const _sfc_main$$ = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPDocAsideCarbonAds",
  __ssrInlineRender: true,
  props: {
    carbonAds: {}
  },
  setup(__props) {
    const VPCarbonAds = () => null;
    return (_ctx, _push, _parent, _attrs) => {
      _push(`<div${ssrRenderAttrs_1(vueExports.mergeProps({ class: "VPDocAsideCarbonAds" }, _attrs))}>`);
      _push(ssrRenderComponent_1(vueExports.unref(VPCarbonAds), { "carbon-ads": __props.carbonAds }, null, _parent));
      _push(`</div>`);
    };
  }
});
const _sfc_setup$$ = _sfc_main$$.setup;
_sfc_main$$.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPDocAsideCarbonAds.vue");
  return _sfc_setup$$ ? _sfc_setup$$(props, ctx) : void 0;
};
const _sfc_main$_ = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPDocAside",
  __ssrInlineRender: true,
  setup(__props) {
    const { theme: theme2 } = useData();
    return (_ctx, _push, _parent, _attrs) => {
      _push(`<div${ssrRenderAttrs_1(vueExports.mergeProps({ class: "VPDocAside" }, _attrs))} data-v-87a85666>`);
      ssrRenderSlot_1(_ctx.$slots, "aside-top", {}, null, _push, _parent);
      ssrRenderSlot_1(_ctx.$slots, "aside-outline-before", {}, null, _push, _parent);
      _push(ssrRenderComponent_1(VPDocAsideOutline, null, null, _parent));
      ssrRenderSlot_1(_ctx.$slots, "aside-outline-after", {}, null, _push, _parent);
      _push(`<div class="spacer" data-v-87a85666></div>`);
      ssrRenderSlot_1(_ctx.$slots, "aside-ads-before", {}, null, _push, _parent);
      if (vueExports.unref(theme2).carbonAds) {
        _push(ssrRenderComponent_1(_sfc_main$$, {
          "carbon-ads": vueExports.unref(theme2).carbonAds
        }, null, _parent));
      } else {
        _push(`<!---->`);
      }
      ssrRenderSlot_1(_ctx.$slots, "aside-ads-after", {}, null, _push, _parent);
      ssrRenderSlot_1(_ctx.$slots, "aside-bottom", {}, null, _push, _parent);
      _push(`</div>`);
    };
  }
});
const _sfc_setup$_ = _sfc_main$_.setup;
_sfc_main$_.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPDocAside.vue");
  return _sfc_setup$_ ? _sfc_setup$_(props, ctx) : void 0;
};
const VPDocAside = /* @__PURE__ */ _export_sfc(_sfc_main$_, [["__scopeId", "data-v-87a85666"]]);
function useEditLink() {
  const { theme: theme2, page } = useData();
  return vueExports.computed(() => {
    const { text = "Edit this page", pattern = "" } = theme2.value.editLink || {};
    let url;
    if (typeof pattern === "function") {
      url = pattern(page.value);
    } else {
      url = pattern.replace(/:path/g, page.value.filePath);
    }
    return { url, text };
  });
}
function usePrevNext() {
  const { page, theme: theme2, frontmatter } = useData();
  return vueExports.computed(() => {
    var _a, _b, _c, _d, _e, _f, _g, _h;
    const sidebar = getSidebar(theme2.value.sidebar, page.value.relativePath);
    const links = getFlatSideBarLinks(sidebar);
    const candidates = uniqBy(links, (link2) => link2.link.replace(/[?#].*$/, ""));
    const index = candidates.findIndex((link2) => {
      return isActive(page.value.relativePath, link2.link);
    });
    const hidePrev = ((_a = theme2.value.docFooter) == null ? void 0 : _a.prev) === false && !frontmatter.value.prev || frontmatter.value.prev === false;
    const hideNext = ((_b = theme2.value.docFooter) == null ? void 0 : _b.next) === false && !frontmatter.value.next || frontmatter.value.next === false;
    return {
      prev: hidePrev ? void 0 : {
        text: (typeof frontmatter.value.prev === "string" ? frontmatter.value.prev : typeof frontmatter.value.prev === "object" ? frontmatter.value.prev.text : void 0) ?? ((_c = candidates[index - 1]) == null ? void 0 : _c.docFooterText) ?? ((_d = candidates[index - 1]) == null ? void 0 : _d.text),
        link: (typeof frontmatter.value.prev === "object" ? frontmatter.value.prev.link : void 0) ?? ((_e = candidates[index - 1]) == null ? void 0 : _e.link)
      },
      next: hideNext ? void 0 : {
        text: (typeof frontmatter.value.next === "string" ? frontmatter.value.next : typeof frontmatter.value.next === "object" ? frontmatter.value.next.text : void 0) ?? ((_f = candidates[index + 1]) == null ? void 0 : _f.docFooterText) ?? ((_g = candidates[index + 1]) == null ? void 0 : _g.text),
        link: (typeof frontmatter.value.next === "object" ? frontmatter.value.next.link : void 0) ?? ((_h = candidates[index + 1]) == null ? void 0 : _h.link)
      }
    };
  });
}
function uniqBy(array, keyFn) {
  const seen = /* @__PURE__ */ new Set();
  return array.filter((item) => {
    const k = keyFn(item);
    return seen.has(k) ? false : seen.add(k);
  });
}
const _sfc_main$Z = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPLink",
  __ssrInlineRender: true,
  props: {
    tag: {},
    href: {},
    noIcon: { type: Boolean },
    target: {},
    rel: {}
  },
  setup(__props) {
    const props = __props;
    const tag = vueExports.computed(() => props.tag ?? (props.href ? "a" : "span"));
    const isExternal2 = vueExports.computed(
      () => props.href && EXTERNAL_URL_RE.test(props.href) || props.target === "_blank"
    );
    return (_ctx, _push, _parent, _attrs) => {
      ssrRenderVNode(_push, vueExports.createVNode(vueExports.resolveDynamicComponent(tag.value), vueExports.mergeProps({
        class: ["VPLink", {
          link: __props.href,
          "vp-external-link-icon": isExternal2.value,
          "no-icon": __props.noIcon
        }],
        href: __props.href ? vueExports.unref(normalizeLink$1)(__props.href) : void 0,
        target: __props.target ?? (isExternal2.value ? "_blank" : void 0),
        rel: __props.rel ?? (isExternal2.value ? "noreferrer" : void 0)
      }, _attrs), {
        default: vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
          if (_push2) {
            ssrRenderSlot_1(_ctx.$slots, "default", {}, null, _push2, _parent2, _scopeId);
          } else {
            return [
              vueExports.renderSlot(_ctx.$slots, "default")
            ];
          }
        }),
        _: 3
      }), _parent);
    };
  }
});
const _sfc_setup$Z = _sfc_main$Z.setup;
_sfc_main$Z.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPLink.vue");
  return _sfc_setup$Z ? _sfc_setup$Z(props, ctx) : void 0;
};
const _sfc_main$Y = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPDocFooterLastUpdated",
  __ssrInlineRender: true,
  setup(__props) {
    const { theme: theme2, page, lang } = useData();
    const date = vueExports.computed(
      () => new Date(page.value.lastUpdated)
    );
    const isoDatetime = vueExports.computed(() => date.value.toISOString());
    const datetime = vueExports.ref("");
    vueExports.onMounted(() => {
      vueExports.watchEffect(() => {
        var _a, _b, _c;
        datetime.value = new Intl.DateTimeFormat(
          ((_b = (_a = theme2.value.lastUpdated) == null ? void 0 : _a.formatOptions) == null ? void 0 : _b.forceLocale) ? lang.value : void 0,
          ((_c = theme2.value.lastUpdated) == null ? void 0 : _c.formatOptions) ?? {
            dateStyle: "short",
            timeStyle: "short"
          }
        ).format(date.value);
      });
    });
    return (_ctx, _push, _parent, _attrs) => {
      var _a;
      _push(`<p${ssrRenderAttrs_1(vueExports.mergeProps({ class: "VPLastUpdated" }, _attrs))} data-v-dece4235>${ssrInterpolate_1(((_a = vueExports.unref(theme2).lastUpdated) == null ? void 0 : _a.text) || vueExports.unref(theme2).lastUpdatedText || "Last updated")}: <time${ssrRenderAttr_1("datetime", isoDatetime.value)} data-v-dece4235>${ssrInterpolate_1(datetime.value)}</time></p>`);
    };
  }
});
const _sfc_setup$Y = _sfc_main$Y.setup;
_sfc_main$Y.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPDocFooterLastUpdated.vue");
  return _sfc_setup$Y ? _sfc_setup$Y(props, ctx) : void 0;
};
const VPDocFooterLastUpdated = /* @__PURE__ */ _export_sfc(_sfc_main$Y, [["__scopeId", "data-v-dece4235"]]);
const _sfc_main$X = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPDocFooter",
  __ssrInlineRender: true,
  setup(__props) {
    const { theme: theme2, page, frontmatter } = useData();
    const editLink = useEditLink();
    const control = usePrevNext();
    const hasEditLink = vueExports.computed(
      () => theme2.value.editLink && frontmatter.value.editLink !== false
    );
    const hasLastUpdated = vueExports.computed(() => page.value.lastUpdated);
    const showFooter = vueExports.computed(
      () => hasEditLink.value || hasLastUpdated.value || control.value.prev || control.value.next
    );
    return (_ctx, _push, _parent, _attrs) => {
      var _a, _b, _c, _d;
      if (showFooter.value) {
        _push(`<footer${ssrRenderAttrs_1(vueExports.mergeProps({ class: "VPDocFooter" }, _attrs))} data-v-7c4eeb86>`);
        ssrRenderSlot_1(_ctx.$slots, "doc-footer-before", {}, null, _push, _parent);
        if (hasEditLink.value || hasLastUpdated.value) {
          _push(`<div class="edit-info" data-v-7c4eeb86>`);
          if (hasEditLink.value) {
            _push(`<div class="edit-link" data-v-7c4eeb86>`);
            _push(ssrRenderComponent_1(_sfc_main$Z, {
              class: "edit-link-button",
              href: vueExports.unref(editLink).url,
              "no-icon": true
            }, {
              default: vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
                if (_push2) {
                  _push2(`<span class="vpi-square-pen edit-link-icon" data-v-7c4eeb86${_scopeId}></span> ${ssrInterpolate_1(vueExports.unref(editLink).text)}`);
                } else {
                  return [
                    vueExports.createVNode("span", { class: "vpi-square-pen edit-link-icon" }),
                    vueExports.createTextVNode(" " + vueExports.toDisplayString(vueExports.unref(editLink).text), 1)
                  ];
                }
              }),
              _: 1
            }, _parent));
            _push(`</div>`);
          } else {
            _push(`<!---->`);
          }
          if (hasLastUpdated.value) {
            _push(`<div class="last-updated" data-v-7c4eeb86>`);
            _push(ssrRenderComponent_1(VPDocFooterLastUpdated, null, null, _parent));
            _push(`</div>`);
          } else {
            _push(`<!---->`);
          }
          _push(`</div>`);
        } else {
          _push(`<!---->`);
        }
        if (((_a = vueExports.unref(control).prev) == null ? void 0 : _a.link) || ((_b = vueExports.unref(control).next) == null ? void 0 : _b.link)) {
          _push(`<nav class="prev-next" aria-labelledby="doc-footer-aria-label" data-v-7c4eeb86><span class="visually-hidden" id="doc-footer-aria-label" data-v-7c4eeb86>Pager</span><div class="pager" data-v-7c4eeb86>`);
          if ((_c = vueExports.unref(control).prev) == null ? void 0 : _c.link) {
            _push(ssrRenderComponent_1(_sfc_main$Z, {
              class: "pager-link prev",
              href: vueExports.unref(control).prev.link
            }, {
              default: vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
                var _a2, _b2;
                if (_push2) {
                  _push2(`<span class="desc" data-v-7c4eeb86${_scopeId}>${(((_a2 = vueExports.unref(theme2).docFooter) == null ? void 0 : _a2.prev) || "Previous page") ?? ""}</span><span class="title" data-v-7c4eeb86${_scopeId}>${vueExports.unref(control).prev.text ?? ""}</span>`);
                } else {
                  return [
                    vueExports.createVNode("span", {
                      class: "desc",
                      innerHTML: ((_b2 = vueExports.unref(theme2).docFooter) == null ? void 0 : _b2.prev) || "Previous page"
                    }, null, 8, ["innerHTML"]),
                    vueExports.createVNode("span", {
                      class: "title",
                      innerHTML: vueExports.unref(control).prev.text
                    }, null, 8, ["innerHTML"])
                  ];
                }
              }),
              _: 1
            }, _parent));
          } else {
            _push(`<!---->`);
          }
          _push(`</div><div class="pager" data-v-7c4eeb86>`);
          if ((_d = vueExports.unref(control).next) == null ? void 0 : _d.link) {
            _push(ssrRenderComponent_1(_sfc_main$Z, {
              class: "pager-link next",
              href: vueExports.unref(control).next.link
            }, {
              default: vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
                var _a2, _b2;
                if (_push2) {
                  _push2(`<span class="desc" data-v-7c4eeb86${_scopeId}>${(((_a2 = vueExports.unref(theme2).docFooter) == null ? void 0 : _a2.next) || "Next page") ?? ""}</span><span class="title" data-v-7c4eeb86${_scopeId}>${vueExports.unref(control).next.text ?? ""}</span>`);
                } else {
                  return [
                    vueExports.createVNode("span", {
                      class: "desc",
                      innerHTML: ((_b2 = vueExports.unref(theme2).docFooter) == null ? void 0 : _b2.next) || "Next page"
                    }, null, 8, ["innerHTML"]),
                    vueExports.createVNode("span", {
                      class: "title",
                      innerHTML: vueExports.unref(control).next.text
                    }, null, 8, ["innerHTML"])
                  ];
                }
              }),
              _: 1
            }, _parent));
          } else {
            _push(`<!---->`);
          }
          _push(`</div></nav>`);
        } else {
          _push(`<!---->`);
        }
        _push(`</footer>`);
      } else {
        _push(`<!---->`);
      }
    };
  }
});
const _sfc_setup$X = _sfc_main$X.setup;
_sfc_main$X.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPDocFooter.vue");
  return _sfc_setup$X ? _sfc_setup$X(props, ctx) : void 0;
};
const VPDocFooter = /* @__PURE__ */ _export_sfc(_sfc_main$X, [["__scopeId", "data-v-7c4eeb86"]]);
const _sfc_main$W = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPDoc",
  __ssrInlineRender: true,
  setup(__props) {
    const { theme: theme2 } = useData();
    const route = useRoute();
    const { hasSidebar, hasAside, leftAside } = useSidebar();
    const pageName = vueExports.computed(
      () => route.path.replace(/[./]+/g, "_").replace(/_html$/, "")
    );
    return (_ctx, _push, _parent, _attrs) => {
      const _component_Content = vueExports.resolveComponent("Content");
      _push(`<div${ssrRenderAttrs_1(vueExports.mergeProps({
        class: ["VPDoc", { "has-sidebar": vueExports.unref(hasSidebar), "has-aside": vueExports.unref(hasAside) }]
      }, _attrs))} data-v-b3a32e1b>`);
      ssrRenderSlot_1(_ctx.$slots, "doc-top", {}, null, _push, _parent);
      _push(`<div class="container" data-v-b3a32e1b>`);
      if (vueExports.unref(hasAside)) {
        _push(`<div class="${ssrRenderClass_1([{ "left-aside": vueExports.unref(leftAside) }, "aside"])}" data-v-b3a32e1b><div class="aside-curtain" data-v-b3a32e1b></div><div class="aside-container" data-v-b3a32e1b><div class="aside-content" data-v-b3a32e1b>`);
        _push(ssrRenderComponent_1(VPDocAside, null, {
          "aside-top": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "aside-top", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "aside-top", {}, void 0, true)
              ];
            }
          }),
          "aside-bottom": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "aside-bottom", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "aside-bottom", {}, void 0, true)
              ];
            }
          }),
          "aside-outline-before": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "aside-outline-before", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "aside-outline-before", {}, void 0, true)
              ];
            }
          }),
          "aside-outline-after": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "aside-outline-after", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "aside-outline-after", {}, void 0, true)
              ];
            }
          }),
          "aside-ads-before": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "aside-ads-before", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "aside-ads-before", {}, void 0, true)
              ];
            }
          }),
          "aside-ads-after": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "aside-ads-after", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "aside-ads-after", {}, void 0, true)
              ];
            }
          }),
          _: 3
        }, _parent));
        _push(`</div></div></div>`);
      } else {
        _push(`<!---->`);
      }
      _push(`<div class="content" data-v-b3a32e1b><div class="content-container" data-v-b3a32e1b>`);
      ssrRenderSlot_1(_ctx.$slots, "doc-before", {}, null, _push, _parent);
      _push(`<main class="main" data-v-b3a32e1b>`);
      _push(ssrRenderComponent_1(_component_Content, {
        class: ["vp-doc", [
          pageName.value,
          vueExports.unref(theme2).externalLinkIcon && "external-link-icon-enabled"
        ]]
      }, null, _parent));
      _push(`</main>`);
      _push(ssrRenderComponent_1(VPDocFooter, null, {
        "doc-footer-before": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
          if (_push2) {
            ssrRenderSlot_1(_ctx.$slots, "doc-footer-before", {}, null, _push2, _parent2, _scopeId);
          } else {
            return [
              vueExports.renderSlot(_ctx.$slots, "doc-footer-before", {}, void 0, true)
            ];
          }
        }),
        _: 3
      }, _parent));
      ssrRenderSlot_1(_ctx.$slots, "doc-after", {}, null, _push, _parent);
      _push(`</div></div></div>`);
      ssrRenderSlot_1(_ctx.$slots, "doc-bottom", {}, null, _push, _parent);
      _push(`</div>`);
    };
  }
});
const _sfc_setup$W = _sfc_main$W.setup;
_sfc_main$W.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPDoc.vue");
  return _sfc_setup$W ? _sfc_setup$W(props, ctx) : void 0;
};
const VPDoc = /* @__PURE__ */ _export_sfc(_sfc_main$W, [["__scopeId", "data-v-b3a32e1b"]]);
const _sfc_main$V = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPButton",
  __ssrInlineRender: true,
  props: {
    tag: {},
    size: { default: "medium" },
    theme: { default: "brand" },
    text: {},
    href: {},
    target: {},
    rel: {}
  },
  setup(__props) {
    const props = __props;
    const isExternal2 = vueExports.computed(
      () => props.href && EXTERNAL_URL_RE.test(props.href)
    );
    const component = vueExports.computed(() => {
      return props.tag || (props.href ? "a" : "button");
    });
    return (_ctx, _push, _parent, _attrs) => {
      ssrRenderVNode(_push, vueExports.createVNode(vueExports.resolveDynamicComponent(component.value), vueExports.mergeProps({
        class: ["VPButton", [__props.size, __props.theme]],
        href: __props.href ? vueExports.unref(normalizeLink$1)(__props.href) : void 0,
        target: props.target ?? (isExternal2.value ? "_blank" : void 0),
        rel: props.rel ?? (isExternal2.value ? "noreferrer" : void 0)
      }, _attrs), {
        default: vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
          if (_push2) {
            _push2(`${ssrInterpolate_1(__props.text)}`);
          } else {
            return [
              vueExports.createTextVNode(vueExports.toDisplayString(__props.text), 1)
            ];
          }
        }),
        _: 1
      }), _parent);
    };
  }
});
const _sfc_setup$V = _sfc_main$V.setup;
_sfc_main$V.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPButton.vue");
  return _sfc_setup$V ? _sfc_setup$V(props, ctx) : void 0;
};
const VPButton = /* @__PURE__ */ _export_sfc(_sfc_main$V, [["__scopeId", "data-v-1b8709e5"]]);
const _sfc_main$U = /* @__PURE__ */ vueExports.defineComponent({
  ...{ inheritAttrs: false },
  __name: "VPImage",
  __ssrInlineRender: true,
  props: {
    image: {},
    alt: {}
  },
  setup(__props) {
    return (_ctx, _push, _parent, _attrs) => {
      const _component_VPImage = vueExports.resolveComponent("VPImage", true);
      if (__props.image) {
        _push(`<!--[-->`);
        if (typeof __props.image === "string" || "src" in __props.image) {
          _push(`<img${ssrRenderAttrs_1(vueExports.mergeProps({ class: "VPImage" }, typeof __props.image === "string" ? _ctx.$attrs : { ...__props.image, ..._ctx.$attrs }, {
            src: vueExports.unref(withBase)(typeof __props.image === "string" ? __props.image : __props.image.src),
            alt: __props.alt ?? (typeof __props.image === "string" ? "" : __props.image.alt || "")
          }))} data-v-05a7de15>`);
        } else {
          _push(`<!--[-->`);
          _push(ssrRenderComponent_1(_component_VPImage, vueExports.mergeProps({
            class: "dark",
            image: __props.image.dark,
            alt: __props.image.alt
          }, _ctx.$attrs), null, _parent));
          _push(ssrRenderComponent_1(_component_VPImage, vueExports.mergeProps({
            class: "light",
            image: __props.image.light,
            alt: __props.image.alt
          }, _ctx.$attrs), null, _parent));
          _push(`<!--]-->`);
        }
        _push(`<!--]-->`);
      } else {
        _push(`<!---->`);
      }
    };
  }
});
const _sfc_setup$U = _sfc_main$U.setup;
_sfc_main$U.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPImage.vue");
  return _sfc_setup$U ? _sfc_setup$U(props, ctx) : void 0;
};
const VPImage = /* @__PURE__ */ _export_sfc(_sfc_main$U, [["__scopeId", "data-v-05a7de15"]]);
const _sfc_main$T = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPHero",
  __ssrInlineRender: true,
  props: {
    name: {},
    text: {},
    tagline: {},
    image: {},
    actions: {}
  },
  setup(__props) {
    const heroImageSlotExists = vueExports.inject("hero-image-slot-exists");
    return (_ctx, _push, _parent, _attrs) => {
      _push(`<div${ssrRenderAttrs_1(vueExports.mergeProps({
        class: ["VPHero", { "has-image": __props.image || vueExports.unref(heroImageSlotExists) }]
      }, _attrs))} data-v-09f7bfea><div class="container" data-v-09f7bfea><div class="main" data-v-09f7bfea>`);
      ssrRenderSlot_1(_ctx.$slots, "home-hero-info-before", {}, null, _push, _parent);
      ssrRenderSlot_1(_ctx.$slots, "home-hero-info", {}, () => {
        _push(`<h1 class="heading" data-v-09f7bfea>`);
        if (__props.name) {
          _push(`<span class="name clip" data-v-09f7bfea>${__props.name ?? ""}</span>`);
        } else {
          _push(`<!---->`);
        }
        if (__props.text) {
          _push(`<span class="text" data-v-09f7bfea>${__props.text ?? ""}</span>`);
        } else {
          _push(`<!---->`);
        }
        _push(`</h1>`);
        if (__props.tagline) {
          _push(`<p class="tagline" data-v-09f7bfea>${__props.tagline ?? ""}</p>`);
        } else {
          _push(`<!---->`);
        }
      }, _push, _parent);
      ssrRenderSlot_1(_ctx.$slots, "home-hero-info-after", {}, null, _push, _parent);
      if (__props.actions) {
        _push(`<div class="actions" data-v-09f7bfea><!--[-->`);
        ssrRenderList_1(__props.actions, (action) => {
          _push(`<div class="action" data-v-09f7bfea>`);
          _push(ssrRenderComponent_1(VPButton, {
            tag: "a",
            size: "medium",
            theme: action.theme,
            text: action.text,
            href: action.link,
            target: action.target,
            rel: action.rel
          }, null, _parent));
          _push(`</div>`);
        });
        _push(`<!--]--></div>`);
      } else {
        _push(`<!---->`);
      }
      ssrRenderSlot_1(_ctx.$slots, "home-hero-actions-after", {}, null, _push, _parent);
      _push(`</div>`);
      if (__props.image || vueExports.unref(heroImageSlotExists)) {
        _push(`<div class="image" data-v-09f7bfea><div class="image-container" data-v-09f7bfea><div class="image-bg" data-v-09f7bfea></div>`);
        ssrRenderSlot_1(_ctx.$slots, "home-hero-image", {}, () => {
          if (__props.image) {
            _push(ssrRenderComponent_1(VPImage, {
              class: "image-src",
              image: __props.image
            }, null, _parent));
          } else {
            _push(`<!---->`);
          }
        }, _push, _parent);
        _push(`</div></div>`);
      } else {
        _push(`<!---->`);
      }
      _push(`</div></div>`);
    };
  }
});
const _sfc_setup$T = _sfc_main$T.setup;
_sfc_main$T.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPHero.vue");
  return _sfc_setup$T ? _sfc_setup$T(props, ctx) : void 0;
};
const VPHero = /* @__PURE__ */ _export_sfc(_sfc_main$T, [["__scopeId", "data-v-09f7bfea"]]);
const _sfc_main$S = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPHomeHero",
  __ssrInlineRender: true,
  setup(__props) {
    const { frontmatter: fm } = useData();
    return (_ctx, _push, _parent, _attrs) => {
      if (vueExports.unref(fm).hero) {
        _push(ssrRenderComponent_1(VPHero, vueExports.mergeProps({
          class: "VPHomeHero",
          name: vueExports.unref(fm).hero.name,
          text: vueExports.unref(fm).hero.text,
          tagline: vueExports.unref(fm).hero.tagline,
          image: vueExports.unref(fm).hero.image,
          actions: vueExports.unref(fm).hero.actions
        }, _attrs), {
          "home-hero-info-before": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "home-hero-info-before", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "home-hero-info-before")
              ];
            }
          }),
          "home-hero-info": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "home-hero-info", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "home-hero-info")
              ];
            }
          }),
          "home-hero-info-after": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "home-hero-info-after", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "home-hero-info-after")
              ];
            }
          }),
          "home-hero-actions-after": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "home-hero-actions-after", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "home-hero-actions-after")
              ];
            }
          }),
          "home-hero-image": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "home-hero-image", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "home-hero-image")
              ];
            }
          }),
          _: 3
        }, _parent));
      } else {
        _push(`<!---->`);
      }
    };
  }
});
const _sfc_setup$S = _sfc_main$S.setup;
_sfc_main$S.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPHomeHero.vue");
  return _sfc_setup$S ? _sfc_setup$S(props, ctx) : void 0;
};
const _sfc_main$R = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPFeature",
  __ssrInlineRender: true,
  props: {
    icon: {},
    title: {},
    details: {},
    link: {},
    linkText: {},
    rel: {},
    target: {}
  },
  setup(__props) {
    return (_ctx, _push, _parent, _attrs) => {
      _push(ssrRenderComponent_1(_sfc_main$Z, vueExports.mergeProps({
        class: "VPFeature",
        href: __props.link,
        rel: __props.rel,
        target: __props.target,
        "no-icon": true,
        tag: __props.link ? "a" : "div"
      }, _attrs), {
        default: vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
          if (_push2) {
            _push2(`<article class="box" data-v-393dfbff${_scopeId}>`);
            if (typeof __props.icon === "object" && __props.icon.wrap) {
              _push2(`<div class="icon" data-v-393dfbff${_scopeId}>`);
              _push2(ssrRenderComponent_1(VPImage, {
                image: __props.icon,
                alt: __props.icon.alt,
                height: __props.icon.height || 48,
                width: __props.icon.width || 48
              }, null, _parent2, _scopeId));
              _push2(`</div>`);
            } else if (typeof __props.icon === "object") {
              _push2(ssrRenderComponent_1(VPImage, {
                image: __props.icon,
                alt: __props.icon.alt,
                height: __props.icon.height || 48,
                width: __props.icon.width || 48
              }, null, _parent2, _scopeId));
            } else if (__props.icon) {
              _push2(`<div class="icon" data-v-393dfbff${_scopeId}>${__props.icon ?? ""}</div>`);
            } else {
              _push2(`<!---->`);
            }
            _push2(`<h2 class="title" data-v-393dfbff${_scopeId}>${__props.title ?? ""}</h2>`);
            if (__props.details) {
              _push2(`<p class="details" data-v-393dfbff${_scopeId}>${__props.details ?? ""}</p>`);
            } else {
              _push2(`<!---->`);
            }
            if (__props.linkText) {
              _push2(`<div class="link-text" data-v-393dfbff${_scopeId}><p class="link-text-value" data-v-393dfbff${_scopeId}>${ssrInterpolate_1(__props.linkText)} <span class="vpi-arrow-right link-text-icon" data-v-393dfbff${_scopeId}></span></p></div>`);
            } else {
              _push2(`<!---->`);
            }
            _push2(`</article>`);
          } else {
            return [
              vueExports.createVNode("article", { class: "box" }, [
                typeof __props.icon === "object" && __props.icon.wrap ? (vueExports.openBlock(), vueExports.createBlock("div", {
                  key: 0,
                  class: "icon"
                }, [
                  vueExports.createVNode(VPImage, {
                    image: __props.icon,
                    alt: __props.icon.alt,
                    height: __props.icon.height || 48,
                    width: __props.icon.width || 48
                  }, null, 8, ["image", "alt", "height", "width"])
                ])) : typeof __props.icon === "object" ? (vueExports.openBlock(), vueExports.createBlock(VPImage, {
                  key: 1,
                  image: __props.icon,
                  alt: __props.icon.alt,
                  height: __props.icon.height || 48,
                  width: __props.icon.width || 48
                }, null, 8, ["image", "alt", "height", "width"])) : __props.icon ? (vueExports.openBlock(), vueExports.createBlock("div", {
                  key: 2,
                  class: "icon",
                  innerHTML: __props.icon
                }, null, 8, ["innerHTML"])) : vueExports.createCommentVNode("", true),
                vueExports.createVNode("h2", {
                  class: "title",
                  innerHTML: __props.title
                }, null, 8, ["innerHTML"]),
                __props.details ? (vueExports.openBlock(), vueExports.createBlock("p", {
                  key: 3,
                  class: "details",
                  innerHTML: __props.details
                }, null, 8, ["innerHTML"])) : vueExports.createCommentVNode("", true),
                __props.linkText ? (vueExports.openBlock(), vueExports.createBlock("div", {
                  key: 4,
                  class: "link-text"
                }, [
                  vueExports.createVNode("p", { class: "link-text-value" }, [
                    vueExports.createTextVNode(vueExports.toDisplayString(__props.linkText) + " ", 1),
                    vueExports.createVNode("span", { class: "vpi-arrow-right link-text-icon" })
                  ])
                ])) : vueExports.createCommentVNode("", true)
              ])
            ];
          }
        }),
        _: 1
      }, _parent));
    };
  }
});
const _sfc_setup$R = _sfc_main$R.setup;
_sfc_main$R.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPFeature.vue");
  return _sfc_setup$R ? _sfc_setup$R(props, ctx) : void 0;
};
const VPFeature = /* @__PURE__ */ _export_sfc(_sfc_main$R, [["__scopeId", "data-v-393dfbff"]]);
const _sfc_main$Q = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPFeatures",
  __ssrInlineRender: true,
  props: {
    features: {}
  },
  setup(__props) {
    const props = __props;
    const grid = vueExports.computed(() => {
      const length = props.features.length;
      if (!length) {
        return;
      } else if (length === 2) {
        return "grid-2";
      } else if (length === 3) {
        return "grid-3";
      } else if (length % 3 === 0) {
        return "grid-6";
      } else if (length > 3) {
        return "grid-4";
      }
    });
    return (_ctx, _push, _parent, _attrs) => {
      if (__props.features) {
        _push(`<div${ssrRenderAttrs_1(vueExports.mergeProps({ class: "VPFeatures" }, _attrs))} data-v-bd3cdae5><div class="container" data-v-bd3cdae5><div class="items" data-v-bd3cdae5><!--[-->`);
        ssrRenderList_1(__props.features, (feature) => {
          _push(`<div class="${ssrRenderClass_1([[grid.value], "item"])}" data-v-bd3cdae5>`);
          _push(ssrRenderComponent_1(VPFeature, {
            icon: feature.icon,
            title: feature.title,
            details: feature.details,
            link: feature.link,
            "link-text": feature.linkText,
            rel: feature.rel,
            target: feature.target
          }, null, _parent));
          _push(`</div>`);
        });
        _push(`<!--]--></div></div></div>`);
      } else {
        _push(`<!---->`);
      }
    };
  }
});
const _sfc_setup$Q = _sfc_main$Q.setup;
_sfc_main$Q.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPFeatures.vue");
  return _sfc_setup$Q ? _sfc_setup$Q(props, ctx) : void 0;
};
const VPFeatures = /* @__PURE__ */ _export_sfc(_sfc_main$Q, [["__scopeId", "data-v-bd3cdae5"]]);
const _sfc_main$P = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPHomeFeatures",
  __ssrInlineRender: true,
  setup(__props) {
    const { frontmatter: fm } = useData();
    return (_ctx, _push, _parent, _attrs) => {
      if (vueExports.unref(fm).features) {
        _push(ssrRenderComponent_1(VPFeatures, vueExports.mergeProps({
          class: "VPHomeFeatures",
          features: vueExports.unref(fm).features
        }, _attrs), null, _parent));
      } else {
        _push(`<!---->`);
      }
    };
  }
});
const _sfc_setup$P = _sfc_main$P.setup;
_sfc_main$P.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPHomeFeatures.vue");
  return _sfc_setup$P ? _sfc_setup$P(props, ctx) : void 0;
};
const _sfc_main$O = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPHomeContent",
  __ssrInlineRender: true,
  setup(__props) {
    const { width: vw } = useWindowSize({
      initialWidth: 0,
      includeScrollbar: false
    });
    return (_ctx, _push, _parent, _attrs) => {
      _push(`<div${ssrRenderAttrs_1(vueExports.mergeProps({
        class: "vp-doc container",
        style: vueExports.unref(vw) ? { "--vp-offset": `calc(50% - ${vueExports.unref(vw) / 2}px)` } : {}
      }, _attrs))} data-v-e9d114b2>`);
      ssrRenderSlot_1(_ctx.$slots, "default", {}, null, _push, _parent);
      _push(`</div>`);
    };
  }
});
const _sfc_setup$O = _sfc_main$O.setup;
_sfc_main$O.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPHomeContent.vue");
  return _sfc_setup$O ? _sfc_setup$O(props, ctx) : void 0;
};
const VPHomeContent = /* @__PURE__ */ _export_sfc(_sfc_main$O, [["__scopeId", "data-v-e9d114b2"]]);
const _sfc_main$N = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPHome",
  __ssrInlineRender: true,
  setup(__props) {
    const { frontmatter, theme: theme2 } = useData();
    return (_ctx, _push, _parent, _attrs) => {
      const _component_Content = vueExports.resolveComponent("Content");
      _push(`<div${ssrRenderAttrs_1(vueExports.mergeProps({
        class: ["VPHome", {
          "external-link-icon-enabled": vueExports.unref(theme2).externalLinkIcon
        }]
      }, _attrs))} data-v-a6c18d99>`);
      ssrRenderSlot_1(_ctx.$slots, "home-hero-before", {}, null, _push, _parent);
      _push(ssrRenderComponent_1(_sfc_main$S, null, {
        "home-hero-info-before": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
          if (_push2) {
            ssrRenderSlot_1(_ctx.$slots, "home-hero-info-before", {}, null, _push2, _parent2, _scopeId);
          } else {
            return [
              vueExports.renderSlot(_ctx.$slots, "home-hero-info-before", {}, void 0, true)
            ];
          }
        }),
        "home-hero-info": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
          if (_push2) {
            ssrRenderSlot_1(_ctx.$slots, "home-hero-info", {}, null, _push2, _parent2, _scopeId);
          } else {
            return [
              vueExports.renderSlot(_ctx.$slots, "home-hero-info", {}, void 0, true)
            ];
          }
        }),
        "home-hero-info-after": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
          if (_push2) {
            ssrRenderSlot_1(_ctx.$slots, "home-hero-info-after", {}, null, _push2, _parent2, _scopeId);
          } else {
            return [
              vueExports.renderSlot(_ctx.$slots, "home-hero-info-after", {}, void 0, true)
            ];
          }
        }),
        "home-hero-actions-after": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
          if (_push2) {
            ssrRenderSlot_1(_ctx.$slots, "home-hero-actions-after", {}, null, _push2, _parent2, _scopeId);
          } else {
            return [
              vueExports.renderSlot(_ctx.$slots, "home-hero-actions-after", {}, void 0, true)
            ];
          }
        }),
        "home-hero-image": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
          if (_push2) {
            ssrRenderSlot_1(_ctx.$slots, "home-hero-image", {}, null, _push2, _parent2, _scopeId);
          } else {
            return [
              vueExports.renderSlot(_ctx.$slots, "home-hero-image", {}, void 0, true)
            ];
          }
        }),
        _: 3
      }, _parent));
      ssrRenderSlot_1(_ctx.$slots, "home-hero-after", {}, null, _push, _parent);
      ssrRenderSlot_1(_ctx.$slots, "home-features-before", {}, null, _push, _parent);
      _push(ssrRenderComponent_1(_sfc_main$P, null, null, _parent));
      ssrRenderSlot_1(_ctx.$slots, "home-features-after", {}, null, _push, _parent);
      if (vueExports.unref(frontmatter).markdownStyles !== false) {
        _push(ssrRenderComponent_1(VPHomeContent, null, {
          default: vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              _push2(ssrRenderComponent_1(_component_Content, null, null, _parent2, _scopeId));
            } else {
              return [
                vueExports.createVNode(_component_Content)
              ];
            }
          }),
          _: 1
        }, _parent));
      } else {
        _push(ssrRenderComponent_1(_component_Content, null, null, _parent));
      }
      _push(`</div>`);
    };
  }
});
const _sfc_setup$N = _sfc_main$N.setup;
_sfc_main$N.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPHome.vue");
  return _sfc_setup$N ? _sfc_setup$N(props, ctx) : void 0;
};
const VPHome = /* @__PURE__ */ _export_sfc(_sfc_main$N, [["__scopeId", "data-v-a6c18d99"]]);
const _sfc_main$M = {};
function _sfc_ssrRender$1(_ctx, _push, _parent, _attrs) {
  const _component_Content = vueExports.resolveComponent("Content");
  _push(`<div${ssrRenderAttrs_1(vueExports.mergeProps({ class: "VPPage" }, _attrs))}>`);
  ssrRenderSlot_1(_ctx.$slots, "page-top", {}, null, _push, _parent);
  _push(ssrRenderComponent_1(_component_Content, null, null, _parent));
  ssrRenderSlot_1(_ctx.$slots, "page-bottom", {}, null, _push, _parent);
  _push(`</div>`);
}
const _sfc_setup$M = _sfc_main$M.setup;
_sfc_main$M.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPPage.vue");
  return _sfc_setup$M ? _sfc_setup$M(props, ctx) : void 0;
};
const VPPage = /* @__PURE__ */ _export_sfc(_sfc_main$M, [["ssrRender", _sfc_ssrRender$1]]);
const _sfc_main$L = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPContent",
  __ssrInlineRender: true,
  setup(__props) {
    const { page, frontmatter } = useData();
    const { hasSidebar } = useSidebar();
    return (_ctx, _push, _parent, _attrs) => {
      _push(`<div${ssrRenderAttrs_1(vueExports.mergeProps({
        class: ["VPContent", {
          "has-sidebar": vueExports.unref(hasSidebar),
          "is-home": vueExports.unref(frontmatter).layout === "home"
        }],
        id: "VPContent"
      }, _attrs))} data-v-43bbbb2e>`);
      if (vueExports.unref(page).isNotFound) {
        ssrRenderSlot_1(_ctx.$slots, "not-found", {}, () => {
          _push(ssrRenderComponent_1(NotFound, null, null, _parent));
        }, _push, _parent);
      } else if (vueExports.unref(frontmatter).layout === "page") {
        _push(ssrRenderComponent_1(VPPage, null, {
          "page-top": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "page-top", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "page-top", {}, void 0, true)
              ];
            }
          }),
          "page-bottom": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "page-bottom", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "page-bottom", {}, void 0, true)
              ];
            }
          }),
          _: 3
        }, _parent));
      } else if (vueExports.unref(frontmatter).layout === "home") {
        _push(ssrRenderComponent_1(VPHome, null, {
          "home-hero-before": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "home-hero-before", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "home-hero-before", {}, void 0, true)
              ];
            }
          }),
          "home-hero-info-before": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "home-hero-info-before", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "home-hero-info-before", {}, void 0, true)
              ];
            }
          }),
          "home-hero-info": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "home-hero-info", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "home-hero-info", {}, void 0, true)
              ];
            }
          }),
          "home-hero-info-after": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "home-hero-info-after", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "home-hero-info-after", {}, void 0, true)
              ];
            }
          }),
          "home-hero-actions-after": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "home-hero-actions-after", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "home-hero-actions-after", {}, void 0, true)
              ];
            }
          }),
          "home-hero-image": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "home-hero-image", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "home-hero-image", {}, void 0, true)
              ];
            }
          }),
          "home-hero-after": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "home-hero-after", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "home-hero-after", {}, void 0, true)
              ];
            }
          }),
          "home-features-before": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "home-features-before", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "home-features-before", {}, void 0, true)
              ];
            }
          }),
          "home-features-after": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "home-features-after", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "home-features-after", {}, void 0, true)
              ];
            }
          }),
          _: 3
        }, _parent));
      } else if (vueExports.unref(frontmatter).layout && vueExports.unref(frontmatter).layout !== "doc") {
        ssrRenderVNode(_push, vueExports.createVNode(vueExports.resolveDynamicComponent(vueExports.unref(frontmatter).layout), null, null), _parent);
      } else {
        _push(ssrRenderComponent_1(VPDoc, null, {
          "doc-top": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "doc-top", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "doc-top", {}, void 0, true)
              ];
            }
          }),
          "doc-bottom": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "doc-bottom", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "doc-bottom", {}, void 0, true)
              ];
            }
          }),
          "doc-footer-before": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "doc-footer-before", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "doc-footer-before", {}, void 0, true)
              ];
            }
          }),
          "doc-before": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "doc-before", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "doc-before", {}, void 0, true)
              ];
            }
          }),
          "doc-after": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "doc-after", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "doc-after", {}, void 0, true)
              ];
            }
          }),
          "aside-top": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "aside-top", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "aside-top", {}, void 0, true)
              ];
            }
          }),
          "aside-outline-before": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "aside-outline-before", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "aside-outline-before", {}, void 0, true)
              ];
            }
          }),
          "aside-outline-after": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "aside-outline-after", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "aside-outline-after", {}, void 0, true)
              ];
            }
          }),
          "aside-ads-before": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "aside-ads-before", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "aside-ads-before", {}, void 0, true)
              ];
            }
          }),
          "aside-ads-after": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "aside-ads-after", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "aside-ads-after", {}, void 0, true)
              ];
            }
          }),
          "aside-bottom": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "aside-bottom", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "aside-bottom", {}, void 0, true)
              ];
            }
          }),
          _: 3
        }, _parent));
      }
      _push(`</div>`);
    };
  }
});
const _sfc_setup$L = _sfc_main$L.setup;
_sfc_main$L.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPContent.vue");
  return _sfc_setup$L ? _sfc_setup$L(props, ctx) : void 0;
};
const VPContent = /* @__PURE__ */ _export_sfc(_sfc_main$L, [["__scopeId", "data-v-43bbbb2e"]]);
const _sfc_main$K = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPFooter",
  __ssrInlineRender: true,
  setup(__props) {
    const { theme: theme2, frontmatter } = useData();
    const { hasSidebar } = useSidebar();
    return (_ctx, _push, _parent, _attrs) => {
      if (vueExports.unref(theme2).footer && vueExports.unref(frontmatter).footer !== false) {
        _push(`<footer${ssrRenderAttrs_1(vueExports.mergeProps({
          class: ["VPFooter", { "has-sidebar": vueExports.unref(hasSidebar) }]
        }, _attrs))} data-v-c00c9262><div class="container" data-v-c00c9262>`);
        if (vueExports.unref(theme2).footer.message) {
          _push(`<p class="message" data-v-c00c9262>${vueExports.unref(theme2).footer.message ?? ""}</p>`);
        } else {
          _push(`<!---->`);
        }
        if (vueExports.unref(theme2).footer.copyright) {
          _push(`<p class="copyright" data-v-c00c9262>${vueExports.unref(theme2).footer.copyright ?? ""}</p>`);
        } else {
          _push(`<!---->`);
        }
        _push(`</div></footer>`);
      } else {
        _push(`<!---->`);
      }
    };
  }
});
const _sfc_setup$K = _sfc_main$K.setup;
_sfc_main$K.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPFooter.vue");
  return _sfc_setup$K ? _sfc_setup$K(props, ctx) : void 0;
};
const VPFooter = /* @__PURE__ */ _export_sfc(_sfc_main$K, [["__scopeId", "data-v-c00c9262"]]);
function useLocalNav() {
  const { theme: theme2, frontmatter } = useData();
  const headers = vueExports.shallowRef([]);
  const hasLocalNav = vueExports.computed(() => {
    return headers.value.length > 0;
  });
  onContentUpdated(() => {
    headers.value = getHeaders(frontmatter.value.outline ?? theme2.value.outline);
  });
  return {
    headers,
    hasLocalNav
  };
}
const _sfc_main$J = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPLocalNavOutlineDropdown",
  __ssrInlineRender: true,
  props: {
    headers: {},
    navHeight: {}
  },
  setup(__props) {
    const { theme: theme2 } = useData();
    const open = vueExports.ref(false);
    const vh = vueExports.ref(0);
    const main = vueExports.ref();
    vueExports.ref();
    function closeOnClickOutside(e) {
      var _a;
      if (!((_a = main.value) == null ? void 0 : _a.contains(e.target))) {
        open.value = false;
      }
    }
    vueExports.watch(open, (value) => {
      if (value) {
        document.addEventListener("click", closeOnClickOutside);
        return;
      }
      document.removeEventListener("click", closeOnClickOutside);
    });
    onKeyStroke("Escape", () => {
      open.value = false;
    });
    onContentUpdated(() => {
      open.value = false;
    });
    return (_ctx, _push, _parent, _attrs) => {
      _push(`<div${ssrRenderAttrs_1(vueExports.mergeProps({
        class: "VPLocalNavOutlineDropdown",
        style: { "--vp-vh": vh.value + "px" },
        ref_key: "main",
        ref: main
      }, _attrs))} data-v-c8b13cb0>`);
      if (__props.headers.length > 0) {
        _push(`<button class="${ssrRenderClass_1({ open: open.value })}" data-v-c8b13cb0><span class="menu-text" data-v-c8b13cb0>${ssrInterpolate_1(vueExports.unref(resolveTitle)(vueExports.unref(theme2)))}</span><span class="vpi-chevron-right icon" data-v-c8b13cb0></span></button>`);
      } else {
        _push(`<button data-v-c8b13cb0>${ssrInterpolate_1(vueExports.unref(theme2).returnToTopLabel || "Return to top")}</button>`);
      }
      if (open.value) {
        _push(`<div class="items" data-v-c8b13cb0><div class="header" data-v-c8b13cb0><a class="top-link" href="#" data-v-c8b13cb0>${ssrInterpolate_1(vueExports.unref(theme2).returnToTopLabel || "Return to top")}</a></div><div class="outline" data-v-c8b13cb0>`);
        _push(ssrRenderComponent_1(VPDocOutlineItem, { headers: __props.headers }, null, _parent));
        _push(`</div></div>`);
      } else {
        _push(`<!---->`);
      }
      _push(`</div>`);
    };
  }
});
const _sfc_setup$J = _sfc_main$J.setup;
_sfc_main$J.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPLocalNavOutlineDropdown.vue");
  return _sfc_setup$J ? _sfc_setup$J(props, ctx) : void 0;
};
const VPLocalNavOutlineDropdown = /* @__PURE__ */ _export_sfc(_sfc_main$J, [["__scopeId", "data-v-c8b13cb0"]]);
const _sfc_main$I = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPLocalNav",
  __ssrInlineRender: true,
  props: {
    open: { type: Boolean }
  },
  emits: ["open-menu"],
  setup(__props) {
    const { theme: theme2, frontmatter } = useData();
    const { hasSidebar } = useSidebar();
    const { headers } = useLocalNav();
    const { y } = useWindowScroll();
    const navHeight = vueExports.ref(0);
    vueExports.onMounted(() => {
      navHeight.value = parseInt(
        getComputedStyle(document.documentElement).getPropertyValue(
          "--vp-nav-height"
        )
      );
    });
    onContentUpdated(() => {
      headers.value = getHeaders(frontmatter.value.outline ?? theme2.value.outline);
    });
    const empty = vueExports.computed(() => {
      return headers.value.length === 0;
    });
    const emptyAndNoSidebar = vueExports.computed(() => {
      return empty.value && !hasSidebar.value;
    });
    const classes = vueExports.computed(() => {
      return {
        VPLocalNav: true,
        "has-sidebar": hasSidebar.value,
        empty: empty.value,
        fixed: emptyAndNoSidebar.value
      };
    });
    return (_ctx, _push, _parent, _attrs) => {
      if (vueExports.unref(frontmatter).layout !== "home" && (!emptyAndNoSidebar.value || vueExports.unref(y) >= navHeight.value)) {
        _push(`<div${ssrRenderAttrs_1(vueExports.mergeProps({ class: classes.value }, _attrs))} data-v-e7996192><div class="container" data-v-e7996192>`);
        if (vueExports.unref(hasSidebar)) {
          _push(`<button class="menu"${ssrRenderAttr_1("aria-expanded", __props.open)} aria-controls="VPSidebarNav" data-v-e7996192><span class="vpi-align-left menu-icon" data-v-e7996192></span><span class="menu-text" data-v-e7996192>${ssrInterpolate_1(vueExports.unref(theme2).sidebarMenuLabel || "Menu")}</span></button>`);
        } else {
          _push(`<!---->`);
        }
        _push(ssrRenderComponent_1(VPLocalNavOutlineDropdown, {
          headers: vueExports.unref(headers),
          navHeight: navHeight.value
        }, null, _parent));
        _push(`</div></div>`);
      } else {
        _push(`<!---->`);
      }
    };
  }
});
const _sfc_setup$I = _sfc_main$I.setup;
_sfc_main$I.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPLocalNav.vue");
  return _sfc_setup$I ? _sfc_setup$I(props, ctx) : void 0;
};
const VPLocalNav = /* @__PURE__ */ _export_sfc(_sfc_main$I, [["__scopeId", "data-v-e7996192"]]);
function useNav() {
  const isScreenOpen = vueExports.ref(false);
  function openScreen() {
    isScreenOpen.value = true;
    window.addEventListener("resize", closeScreenOnTabletWindow);
  }
  function closeScreen() {
    isScreenOpen.value = false;
    window.removeEventListener("resize", closeScreenOnTabletWindow);
  }
  function toggleScreen() {
    isScreenOpen.value ? closeScreen() : openScreen();
  }
  function closeScreenOnTabletWindow() {
    window.outerWidth >= 768 && closeScreen();
  }
  const route = useRoute();
  vueExports.watch(() => route.path, closeScreen);
  return {
    isScreenOpen,
    openScreen,
    closeScreen,
    toggleScreen
  };
}
const _sfc_main$H = {};
function _sfc_ssrRender(_ctx, _push, _parent, _attrs) {
  _push(`<button${ssrRenderAttrs_1(vueExports.mergeProps({
    class: "VPSwitch",
    type: "button",
    role: "switch"
  }, _attrs))} data-v-43703fe3><span class="check" data-v-43703fe3>`);
  if (_ctx.$slots.default) {
    _push(`<span class="icon" data-v-43703fe3>`);
    ssrRenderSlot_1(_ctx.$slots, "default", {}, null, _push, _parent);
    _push(`</span>`);
  } else {
    _push(`<!---->`);
  }
  _push(`</span></button>`);
}
const _sfc_setup$H = _sfc_main$H.setup;
_sfc_main$H.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPSwitch.vue");
  return _sfc_setup$H ? _sfc_setup$H(props, ctx) : void 0;
};
const VPSwitch = /* @__PURE__ */ _export_sfc(_sfc_main$H, [["ssrRender", _sfc_ssrRender], ["__scopeId", "data-v-43703fe3"]]);
const _sfc_main$G = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPSwitchAppearance",
  __ssrInlineRender: true,
  setup(__props) {
    const { isDark, theme: theme2 } = useData();
    const toggleAppearance = vueExports.inject("toggle-appearance", () => {
      isDark.value = !isDark.value;
    });
    const switchTitle = vueExports.ref("");
    vueExports.watchPostEffect(() => {
      switchTitle.value = isDark.value ? theme2.value.lightModeSwitchTitle || "Switch to light theme" : theme2.value.darkModeSwitchTitle || "Switch to dark theme";
    });
    return (_ctx, _push, _parent, _attrs) => {
      _push(ssrRenderComponent_1(VPSwitch, vueExports.mergeProps({
        title: switchTitle.value,
        class: "VPSwitchAppearance",
        "aria-checked": vueExports.unref(isDark),
        onClick: vueExports.unref(toggleAppearance)
      }, _attrs), {
        default: vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
          if (_push2) {
            _push2(`<span class="vpi-sun sun" data-v-fb15d758${_scopeId}></span><span class="vpi-moon moon" data-v-fb15d758${_scopeId}></span>`);
          } else {
            return [
              vueExports.createVNode("span", { class: "vpi-sun sun" }),
              vueExports.createVNode("span", { class: "vpi-moon moon" })
            ];
          }
        }),
        _: 1
      }, _parent));
    };
  }
});
const _sfc_setup$G = _sfc_main$G.setup;
_sfc_main$G.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPSwitchAppearance.vue");
  return _sfc_setup$G ? _sfc_setup$G(props, ctx) : void 0;
};
const VPSwitchAppearance = /* @__PURE__ */ _export_sfc(_sfc_main$G, [["__scopeId", "data-v-fb15d758"]]);
const _sfc_main$F = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPNavBarAppearance",
  __ssrInlineRender: true,
  setup(__props) {
    const { site } = useData();
    return (_ctx, _push, _parent, _attrs) => {
      if (vueExports.unref(site).appearance && vueExports.unref(site).appearance !== "force-dark" && vueExports.unref(site).appearance !== "force-auto") {
        _push(`<div${ssrRenderAttrs_1(vueExports.mergeProps({ class: "VPNavBarAppearance" }, _attrs))} data-v-02404674>`);
        _push(ssrRenderComponent_1(VPSwitchAppearance, null, null, _parent));
        _push(`</div>`);
      } else {
        _push(`<!---->`);
      }
    };
  }
});
const _sfc_setup$F = _sfc_main$F.setup;
_sfc_main$F.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPNavBarAppearance.vue");
  return _sfc_setup$F ? _sfc_setup$F(props, ctx) : void 0;
};
const VPNavBarAppearance = /* @__PURE__ */ _export_sfc(_sfc_main$F, [["__scopeId", "data-v-02404674"]]);
const focusedElement = vueExports.ref();
let active = false;
let listeners = 0;
function useFlyout(options) {
  const focus = vueExports.ref(false);
  if (inBrowser) {
    !active && activateFocusTracking();
    listeners++;
    const unwatch = vueExports.watch(focusedElement, (el) => {
      var _a, _b, _c;
      if (el === options.el.value || ((_a = options.el.value) == null ? void 0 : _a.contains(el))) {
        focus.value = true;
        (_b = options.onFocus) == null ? void 0 : _b.call(options);
      } else {
        focus.value = false;
        (_c = options.onBlur) == null ? void 0 : _c.call(options);
      }
    });
    vueExports.onUnmounted(() => {
      unwatch();
      listeners--;
      if (!listeners) {
        deactivateFocusTracking();
      }
    });
  }
  return vueExports.readonly(focus);
}
function activateFocusTracking() {
  document.addEventListener("focusin", handleFocusIn);
  active = true;
  focusedElement.value = document.activeElement;
}
function deactivateFocusTracking() {
  document.removeEventListener("focusin", handleFocusIn);
}
function handleFocusIn() {
  focusedElement.value = document.activeElement;
}
const _sfc_main$E = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPMenuLink",
  __ssrInlineRender: true,
  props: {
    item: {}
  },
  setup(__props) {
    const { page } = useData();
    return (_ctx, _push, _parent, _attrs) => {
      _push(`<div${ssrRenderAttrs_1(vueExports.mergeProps({ class: "VPMenuLink" }, _attrs))} data-v-866775ec>`);
      _push(ssrRenderComponent_1(_sfc_main$Z, {
        class: {
          active: vueExports.unref(isActive)(
            vueExports.unref(page).relativePath,
            __props.item.activeMatch || __props.item.link,
            !!__props.item.activeMatch
          )
        },
        href: __props.item.link,
        target: __props.item.target,
        rel: __props.item.rel,
        "no-icon": __props.item.noIcon
      }, {
        default: vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
          if (_push2) {
            _push2(`<span data-v-866775ec${_scopeId}>${__props.item.text ?? ""}</span>`);
          } else {
            return [
              vueExports.createVNode("span", {
                innerHTML: __props.item.text
              }, null, 8, ["innerHTML"])
            ];
          }
        }),
        _: 1
      }, _parent));
      _push(`</div>`);
    };
  }
});
const _sfc_setup$E = _sfc_main$E.setup;
_sfc_main$E.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPMenuLink.vue");
  return _sfc_setup$E ? _sfc_setup$E(props, ctx) : void 0;
};
const VPMenuLink = /* @__PURE__ */ _export_sfc(_sfc_main$E, [["__scopeId", "data-v-866775ec"]]);
const _sfc_main$D = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPMenuGroup",
  __ssrInlineRender: true,
  props: {
    text: {},
    items: {}
  },
  setup(__props) {
    return (_ctx, _push, _parent, _attrs) => {
      _push(`<div${ssrRenderAttrs_1(vueExports.mergeProps({ class: "VPMenuGroup" }, _attrs))} data-v-8f50175d>`);
      if (__props.text) {
        _push(`<p class="title" data-v-8f50175d>${ssrInterpolate_1(__props.text)}</p>`);
      } else {
        _push(`<!---->`);
      }
      _push(`<!--[-->`);
      ssrRenderList_1(__props.items, (item) => {
        _push(`<!--[-->`);
        if ("link" in item) {
          _push(ssrRenderComponent_1(VPMenuLink, { item }, null, _parent));
        } else {
          _push(`<!---->`);
        }
        _push(`<!--]-->`);
      });
      _push(`<!--]--></div>`);
    };
  }
});
const _sfc_setup$D = _sfc_main$D.setup;
_sfc_main$D.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPMenuGroup.vue");
  return _sfc_setup$D ? _sfc_setup$D(props, ctx) : void 0;
};
const VPMenuGroup = /* @__PURE__ */ _export_sfc(_sfc_main$D, [["__scopeId", "data-v-8f50175d"]]);
const _sfc_main$C = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPMenu",
  __ssrInlineRender: true,
  props: {
    items: {}
  },
  setup(__props) {
    return (_ctx, _push, _parent, _attrs) => {
      _push(`<div${ssrRenderAttrs_1(vueExports.mergeProps({ class: "VPMenu" }, _attrs))} data-v-a91abea0>`);
      if (__props.items) {
        _push(`<div class="items" data-v-a91abea0><!--[-->`);
        ssrRenderList_1(__props.items, (item) => {
          _push(`<!--[-->`);
          if ("link" in item) {
            _push(ssrRenderComponent_1(VPMenuLink, { item }, null, _parent));
          } else if ("component" in item) {
            ssrRenderVNode(_push, vueExports.createVNode(vueExports.resolveDynamicComponent(item.component), vueExports.mergeProps({ ref_for: true }, item.props), null), _parent);
          } else {
            _push(ssrRenderComponent_1(VPMenuGroup, {
              text: item.text,
              items: item.items
            }, null, _parent));
          }
          _push(`<!--]-->`);
        });
        _push(`<!--]--></div>`);
      } else {
        _push(`<!---->`);
      }
      ssrRenderSlot_1(_ctx.$slots, "default", {}, null, _push, _parent);
      _push(`</div>`);
    };
  }
});
const _sfc_setup$C = _sfc_main$C.setup;
_sfc_main$C.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPMenu.vue");
  return _sfc_setup$C ? _sfc_setup$C(props, ctx) : void 0;
};
const VPMenu = /* @__PURE__ */ _export_sfc(_sfc_main$C, [["__scopeId", "data-v-a91abea0"]]);
const _sfc_main$B = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPFlyout",
  __ssrInlineRender: true,
  props: {
    icon: {},
    button: {},
    label: {},
    items: {}
  },
  setup(__props) {
    const open = vueExports.ref(false);
    const el = vueExports.ref();
    useFlyout({ el, onBlur });
    function onBlur() {
      open.value = false;
    }
    return (_ctx, _push, _parent, _attrs) => {
      _push(`<div${ssrRenderAttrs_1(vueExports.mergeProps({
        class: "VPFlyout",
        ref_key: "el",
        ref: el
      }, _attrs))} data-v-420566c6><button type="button" class="button" aria-haspopup="true"${ssrRenderAttr_1("aria-expanded", open.value)}${ssrRenderAttr_1("aria-label", __props.label)} data-v-420566c6>`);
      if (__props.button || __props.icon) {
        _push(`<span class="text" data-v-420566c6>`);
        if (__props.icon) {
          _push(`<span class="${ssrRenderClass_1([__props.icon, "option-icon"])}" data-v-420566c6></span>`);
        } else {
          _push(`<!---->`);
        }
        if (__props.button) {
          _push(`<span data-v-420566c6>${__props.button ?? ""}</span>`);
        } else {
          _push(`<!---->`);
        }
        _push(`<span class="vpi-chevron-down text-icon" data-v-420566c6></span></span>`);
      } else {
        _push(`<span class="vpi-more-horizontal icon" data-v-420566c6></span>`);
      }
      _push(`</button><div class="menu" data-v-420566c6>`);
      _push(ssrRenderComponent_1(VPMenu, { items: __props.items }, {
        default: vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
          if (_push2) {
            ssrRenderSlot_1(_ctx.$slots, "default", {}, null, _push2, _parent2, _scopeId);
          } else {
            return [
              vueExports.renderSlot(_ctx.$slots, "default", {}, void 0, true)
            ];
          }
        }),
        _: 3
      }, _parent));
      _push(`</div></div>`);
    };
  }
});
const _sfc_setup$B = _sfc_main$B.setup;
_sfc_main$B.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPFlyout.vue");
  return _sfc_setup$B ? _sfc_setup$B(props, ctx) : void 0;
};
const VPFlyout = /* @__PURE__ */ _export_sfc(_sfc_main$B, [["__scopeId", "data-v-420566c6"]]);
const _sfc_main$A = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPSocialLink",
  __ssrInlineRender: true,
  props: {
    icon: {},
    link: {},
    ariaLabel: {}
  },
  setup(__props) {
    var _a;
    const props = __props;
    const el = vueExports.ref();
    vueExports.onMounted(async () => {
      var _a2;
      await vueExports.nextTick();
      const span = (_a2 = el.value) == null ? void 0 : _a2.children[0];
      if (span instanceof HTMLElement && span.className.startsWith("vpi-social-") && (getComputedStyle(span).maskImage || getComputedStyle(span).webkitMaskImage) === "none") {
        span.style.setProperty(
          "--icon",
          `url('https://api.iconify.design/simple-icons/${props.icon}.svg')`
        );
      }
    });
    const svg = vueExports.computed(() => {
      if (typeof props.icon === "object") return props.icon.svg;
      return `<span class="vpi-social-${props.icon}"></span>`;
    });
    {
      typeof props.icon === "string" && ((_a = vueExports.useSSRContext()) == null ? void 0 : _a.vpSocialIcons.add(props.icon));
    }
    return (_ctx, _push, _parent, _attrs) => {
      _push(`<a${ssrRenderAttrs_1(vueExports.mergeProps({
        ref_key: "el",
        ref: el,
        class: "VPSocialLink no-icon",
        href: __props.link,
        "aria-label": __props.ariaLabel ?? (typeof __props.icon === "string" ? __props.icon : ""),
        target: "_blank",
        rel: "noopener"
      }, _attrs))} data-v-29d1eba9>${svg.value ?? ""}</a>`);
    };
  }
});
const _sfc_setup$A = _sfc_main$A.setup;
_sfc_main$A.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPSocialLink.vue");
  return _sfc_setup$A ? _sfc_setup$A(props, ctx) : void 0;
};
const VPSocialLink = /* @__PURE__ */ _export_sfc(_sfc_main$A, [["__scopeId", "data-v-29d1eba9"]]);
const _sfc_main$z = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPSocialLinks",
  __ssrInlineRender: true,
  props: {
    links: {}
  },
  setup(__props) {
    return (_ctx, _push, _parent, _attrs) => {
      _push(`<div${ssrRenderAttrs_1(vueExports.mergeProps({ class: "VPSocialLinks" }, _attrs))} data-v-ccfeee2d><!--[-->`);
      ssrRenderList_1(__props.links, ({ link: link2, icon, ariaLabel }) => {
        _push(ssrRenderComponent_1(VPSocialLink, {
          key: link2,
          icon,
          link: link2,
          ariaLabel
        }, null, _parent));
      });
      _push(`<!--]--></div>`);
    };
  }
});
const _sfc_setup$z = _sfc_main$z.setup;
_sfc_main$z.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPSocialLinks.vue");
  return _sfc_setup$z ? _sfc_setup$z(props, ctx) : void 0;
};
const VPSocialLinks = /* @__PURE__ */ _export_sfc(_sfc_main$z, [["__scopeId", "data-v-ccfeee2d"]]);
const _sfc_main$y = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPNavBarExtra",
  __ssrInlineRender: true,
  setup(__props) {
    const { site, theme: theme2 } = useData();
    const { localeLinks, currentLang } = useLangs({ correspondingLink: true });
    const hasExtraContent = vueExports.computed(
      () => localeLinks.value.length && currentLang.value.label || site.value.appearance || theme2.value.socialLinks
    );
    return (_ctx, _push, _parent, _attrs) => {
      if (hasExtraContent.value) {
        _push(ssrRenderComponent_1(VPFlyout, vueExports.mergeProps({
          class: "VPNavBarExtra",
          label: "extra navigation"
        }, _attrs), {
          default: vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              if (vueExports.unref(localeLinks).length && vueExports.unref(currentLang).label) {
                _push2(`<div class="group translations" data-v-e8e41a38${_scopeId}><p class="trans-title" data-v-e8e41a38${_scopeId}>${ssrInterpolate_1(vueExports.unref(currentLang).label)}</p><!--[-->`);
                ssrRenderList_1(vueExports.unref(localeLinks), (locale) => {
                  _push2(ssrRenderComponent_1(VPMenuLink, { item: locale }, null, _parent2, _scopeId));
                });
                _push2(`<!--]--></div>`);
              } else {
                _push2(`<!---->`);
              }
              if (vueExports.unref(site).appearance && vueExports.unref(site).appearance !== "force-dark" && vueExports.unref(site).appearance !== "force-auto") {
                _push2(`<div class="group" data-v-e8e41a38${_scopeId}><div class="item appearance" data-v-e8e41a38${_scopeId}><p class="label" data-v-e8e41a38${_scopeId}>${ssrInterpolate_1(vueExports.unref(theme2).darkModeSwitchLabel || "Appearance")}</p><div class="appearance-action" data-v-e8e41a38${_scopeId}>`);
                _push2(ssrRenderComponent_1(VPSwitchAppearance, null, null, _parent2, _scopeId));
                _push2(`</div></div></div>`);
              } else {
                _push2(`<!---->`);
              }
              if (vueExports.unref(theme2).socialLinks) {
                _push2(`<div class="group" data-v-e8e41a38${_scopeId}><div class="item social-links" data-v-e8e41a38${_scopeId}>`);
                _push2(ssrRenderComponent_1(VPSocialLinks, {
                  class: "social-links-list",
                  links: vueExports.unref(theme2).socialLinks
                }, null, _parent2, _scopeId));
                _push2(`</div></div>`);
              } else {
                _push2(`<!---->`);
              }
            } else {
              return [
                vueExports.unref(localeLinks).length && vueExports.unref(currentLang).label ? (vueExports.openBlock(), vueExports.createBlock("div", {
                  key: 0,
                  class: "group translations"
                }, [
                  vueExports.createVNode("p", { class: "trans-title" }, vueExports.toDisplayString(vueExports.unref(currentLang).label), 1),
                  (vueExports.openBlock(true), vueExports.createBlock(vueExports.Fragment, null, vueExports.renderList(vueExports.unref(localeLinks), (locale) => {
                    return vueExports.openBlock(), vueExports.createBlock(VPMenuLink, {
                      key: locale.link,
                      item: locale
                    }, null, 8, ["item"]);
                  }), 128))
                ])) : vueExports.createCommentVNode("", true),
                vueExports.unref(site).appearance && vueExports.unref(site).appearance !== "force-dark" && vueExports.unref(site).appearance !== "force-auto" ? (vueExports.openBlock(), vueExports.createBlock("div", {
                  key: 1,
                  class: "group"
                }, [
                  vueExports.createVNode("div", { class: "item appearance" }, [
                    vueExports.createVNode("p", { class: "label" }, vueExports.toDisplayString(vueExports.unref(theme2).darkModeSwitchLabel || "Appearance"), 1),
                    vueExports.createVNode("div", { class: "appearance-action" }, [
                      vueExports.createVNode(VPSwitchAppearance)
                    ])
                  ])
                ])) : vueExports.createCommentVNode("", true),
                vueExports.unref(theme2).socialLinks ? (vueExports.openBlock(), vueExports.createBlock("div", {
                  key: 2,
                  class: "group"
                }, [
                  vueExports.createVNode("div", { class: "item social-links" }, [
                    vueExports.createVNode(VPSocialLinks, {
                      class: "social-links-list",
                      links: vueExports.unref(theme2).socialLinks
                    }, null, 8, ["links"])
                  ])
                ])) : vueExports.createCommentVNode("", true)
              ];
            }
          }),
          _: 1
        }, _parent));
      } else {
        _push(`<!---->`);
      }
    };
  }
});
const _sfc_setup$y = _sfc_main$y.setup;
_sfc_main$y.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPNavBarExtra.vue");
  return _sfc_setup$y ? _sfc_setup$y(props, ctx) : void 0;
};
const VPNavBarExtra = /* @__PURE__ */ _export_sfc(_sfc_main$y, [["__scopeId", "data-v-e8e41a38"]]);
const _sfc_main$x = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPNavBarHamburger",
  __ssrInlineRender: true,
  props: {
    active: { type: Boolean }
  },
  emits: ["click"],
  setup(__props) {
    return (_ctx, _push, _parent, _attrs) => {
      _push(`<button${ssrRenderAttrs_1(vueExports.mergeProps({
        type: "button",
        class: ["VPNavBarHamburger", { active: __props.active }],
        "aria-label": "mobile navigation",
        "aria-expanded": __props.active,
        "aria-controls": "VPNavScreen"
      }, _attrs))} data-v-f887f368><span class="container" data-v-f887f368><span class="top" data-v-f887f368></span><span class="middle" data-v-f887f368></span><span class="bottom" data-v-f887f368></span></span></button>`);
    };
  }
});
const _sfc_setup$x = _sfc_main$x.setup;
_sfc_main$x.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPNavBarHamburger.vue");
  return _sfc_setup$x ? _sfc_setup$x(props, ctx) : void 0;
};
const VPNavBarHamburger = /* @__PURE__ */ _export_sfc(_sfc_main$x, [["__scopeId", "data-v-f887f368"]]);
const _sfc_main$w = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPNavBarMenuLink",
  __ssrInlineRender: true,
  props: {
    item: {}
  },
  setup(__props) {
    const { page } = useData();
    return (_ctx, _push, _parent, _attrs) => {
      _push(ssrRenderComponent_1(_sfc_main$Z, vueExports.mergeProps({
        class: {
          VPNavBarMenuLink: true,
          active: vueExports.unref(isActive)(
            vueExports.unref(page).relativePath,
            __props.item.activeMatch || __props.item.link,
            !!__props.item.activeMatch
          )
        },
        href: __props.item.link,
        target: __props.item.target,
        rel: __props.item.rel,
        "no-icon": __props.item.noIcon,
        tabindex: "0"
      }, _attrs), {
        default: vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
          if (_push2) {
            _push2(`<span data-v-702e9ed8${_scopeId}>${__props.item.text ?? ""}</span>`);
          } else {
            return [
              vueExports.createVNode("span", {
                innerHTML: __props.item.text
              }, null, 8, ["innerHTML"])
            ];
          }
        }),
        _: 1
      }, _parent));
    };
  }
});
const _sfc_setup$w = _sfc_main$w.setup;
_sfc_main$w.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPNavBarMenuLink.vue");
  return _sfc_setup$w ? _sfc_setup$w(props, ctx) : void 0;
};
const VPNavBarMenuLink = /* @__PURE__ */ _export_sfc(_sfc_main$w, [["__scopeId", "data-v-702e9ed8"]]);
const _sfc_main$v = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPNavBarMenuGroup",
  __ssrInlineRender: true,
  props: {
    item: {}
  },
  setup(__props) {
    const props = __props;
    const { page } = useData();
    const isChildActive = (navItem) => {
      if ("component" in navItem) return false;
      if ("link" in navItem) {
        return isActive(
          page.value.relativePath,
          navItem.link,
          !!props.item.activeMatch
        );
      }
      return navItem.items.some(isChildActive);
    };
    const childrenActive = vueExports.computed(() => isChildActive(props.item));
    return (_ctx, _push, _parent, _attrs) => {
      _push(ssrRenderComponent_1(VPFlyout, vueExports.mergeProps({
        class: {
          VPNavBarMenuGroup: true,
          active: vueExports.unref(isActive)(vueExports.unref(page).relativePath, __props.item.activeMatch, !!__props.item.activeMatch) || childrenActive.value
        },
        button: __props.item.text,
        items: __props.item.items
      }, _attrs), null, _parent));
    };
  }
});
const _sfc_setup$v = _sfc_main$v.setup;
_sfc_main$v.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPNavBarMenuGroup.vue");
  return _sfc_setup$v ? _sfc_setup$v(props, ctx) : void 0;
};
const _sfc_main$u = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPNavBarMenu",
  __ssrInlineRender: true,
  setup(__props) {
    const { theme: theme2 } = useData();
    return (_ctx, _push, _parent, _attrs) => {
      if (vueExports.unref(theme2).nav) {
        _push(`<nav${ssrRenderAttrs_1(vueExports.mergeProps({
          "aria-labelledby": "main-nav-aria-label",
          class: "VPNavBarMenu"
        }, _attrs))} data-v-84089d8b><span id="main-nav-aria-label" class="visually-hidden" data-v-84089d8b> Main Navigation </span><!--[-->`);
        ssrRenderList_1(vueExports.unref(theme2).nav, (item) => {
          _push(`<!--[-->`);
          if ("link" in item) {
            _push(ssrRenderComponent_1(VPNavBarMenuLink, { item }, null, _parent));
          } else if ("component" in item) {
            ssrRenderVNode(_push, vueExports.createVNode(vueExports.resolveDynamicComponent(item.component), vueExports.mergeProps({ ref_for: true }, item.props), null), _parent);
          } else {
            _push(ssrRenderComponent_1(_sfc_main$v, { item }, null, _parent));
          }
          _push(`<!--]-->`);
        });
        _push(`<!--]--></nav>`);
      } else {
        _push(`<!---->`);
      }
    };
  }
});
const _sfc_setup$u = _sfc_main$u.setup;
_sfc_main$u.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPNavBarMenu.vue");
  return _sfc_setup$u ? _sfc_setup$u(props, ctx) : void 0;
};
const VPNavBarMenu = /* @__PURE__ */ _export_sfc(_sfc_main$u, [["__scopeId", "data-v-84089d8b"]]);
function createSearchTranslate(defaultTranslations) {
  const { localeIndex, theme: theme2 } = useData();
  function translate(key) {
    var _a, _b, _c;
    const keyPath = key.split(".");
    const themeObject = (_a = theme2.value.search) == null ? void 0 : _a.options;
    const isObject2 = themeObject && typeof themeObject === "object";
    const locales = isObject2 && ((_c = (_b = themeObject.locales) == null ? void 0 : _b[localeIndex.value]) == null ? void 0 : _c.translations) || null;
    const translations = isObject2 && themeObject.translations || null;
    let localeResult = locales;
    let translationResult = translations;
    let defaultResult = defaultTranslations;
    const lastKey = keyPath.pop();
    for (const k of keyPath) {
      let fallbackResult = null;
      const foundInFallback = defaultResult == null ? void 0 : defaultResult[k];
      if (foundInFallback) {
        fallbackResult = defaultResult = foundInFallback;
      }
      const foundInTranslation = translationResult == null ? void 0 : translationResult[k];
      if (foundInTranslation) {
        fallbackResult = translationResult = foundInTranslation;
      }
      const foundInLocale = localeResult == null ? void 0 : localeResult[k];
      if (foundInLocale) {
        fallbackResult = localeResult = foundInLocale;
      }
      if (!foundInFallback) {
        defaultResult = fallbackResult;
      }
      if (!foundInTranslation) {
        translationResult = fallbackResult;
      }
      if (!foundInLocale) {
        localeResult = fallbackResult;
      }
    }
    return (localeResult == null ? void 0 : localeResult[lastKey]) ?? (translationResult == null ? void 0 : translationResult[lastKey]) ?? (defaultResult == null ? void 0 : defaultResult[lastKey]) ?? "";
  }
  return translate;
}
const _sfc_main$t = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPNavBarSearchButton",
  __ssrInlineRender: true,
  setup(__props) {
    const defaultTranslations = {
      button: {
        buttonText: "Search",
        buttonAriaLabel: "Search"
      }
    };
    const translate = createSearchTranslate(defaultTranslations);
    return (_ctx, _push, _parent, _attrs) => {
      _push(`<button${ssrRenderAttrs_1(vueExports.mergeProps({
        type: "button",
        class: "DocSearch DocSearch-Button",
        "aria-label": vueExports.unref(translate)("button.buttonAriaLabel")
      }, _attrs))}><span class="DocSearch-Button-Container"><span class="vp-icon DocSearch-Search-Icon"></span><span class="DocSearch-Button-Placeholder">${ssrInterpolate_1(vueExports.unref(translate)("button.buttonText"))}</span></span><span class="DocSearch-Button-Keys"><kbd class="DocSearch-Button-Key"></kbd><kbd class="DocSearch-Button-Key">K</kbd></span></button>`);
    };
  }
});
const _sfc_setup$t = _sfc_main$t.setup;
_sfc_main$t.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPNavBarSearchButton.vue");
  return _sfc_setup$t ? _sfc_setup$t(props, ctx) : void 0;
};
const _sfc_main$s = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPNavBarSearch",
  __ssrInlineRender: true,
  setup(__props) {
    const VPLocalSearchBox = vueExports.defineAsyncComponent(() => import("./VPLocalSearchBox.CSQH4wNg.js"));
    const VPAlgoliaSearchBox = () => null;
    const { theme: theme2 } = useData();
    const loaded = vueExports.ref(false);
    const actuallyLoaded = vueExports.ref(false);
    vueExports.onMounted(() => {
      {
        return;
      }
    });
    function load() {
      if (!loaded.value) {
        loaded.value = true;
        setTimeout(poll, 16);
      }
    }
    function poll() {
      const e = new Event("keydown");
      e.key = "k";
      e.metaKey = true;
      window.dispatchEvent(e);
      setTimeout(() => {
        if (!document.querySelector(".DocSearch-Modal")) {
          poll();
        }
      }, 16);
    }
    function isEditingContent(event) {
      const element = event.target;
      const tagName = element.tagName;
      return element.isContentEditable || tagName === "INPUT" || tagName === "SELECT" || tagName === "TEXTAREA";
    }
    const showSearch = vueExports.ref(false);
    {
      onKeyStroke("k", (event) => {
        if (event.ctrlKey || event.metaKey) {
          event.preventDefault();
          showSearch.value = true;
        }
      });
      onKeyStroke("/", (event) => {
        if (!isEditingContent(event)) {
          event.preventDefault();
          showSearch.value = true;
        }
      });
    }
    const provider = "local";
    return (_ctx, _push, _parent, _attrs) => {
      var _a;
      _push(`<div${ssrRenderAttrs_1(vueExports.mergeProps({ class: "VPNavBarSearch" }, _attrs))}>`);
      if (vueExports.unref(provider) === "local") {
        _push(`<!--[-->`);
        if (showSearch.value) {
          _push(ssrRenderComponent_1(vueExports.unref(VPLocalSearchBox), {
            onClose: ($event) => showSearch.value = false
          }, null, _parent));
        } else {
          _push(`<!---->`);
        }
        _push(`<div id="local-search">`);
        _push(ssrRenderComponent_1(_sfc_main$t, {
          onClick: ($event) => showSearch.value = true
        }, null, _parent));
        _push(`</div><!--]-->`);
      } else if (vueExports.unref(provider) === "algolia") {
        _push(`<!--[-->`);
        if (loaded.value) {
          _push(ssrRenderComponent_1(vueExports.unref(VPAlgoliaSearchBox), {
            algolia: ((_a = vueExports.unref(theme2).search) == null ? void 0 : _a.options) ?? vueExports.unref(theme2).algolia,
            onVnodeBeforeMount: ($event) => actuallyLoaded.value = true
          }, null, _parent));
        } else {
          _push(`<!---->`);
        }
        if (!actuallyLoaded.value) {
          _push(`<div id="docsearch">`);
          _push(ssrRenderComponent_1(_sfc_main$t, { onClick: load }, null, _parent));
          _push(`</div>`);
        } else {
          _push(`<!---->`);
        }
        _push(`<!--]-->`);
      } else {
        _push(`<!---->`);
      }
      _push(`</div>`);
    };
  }
});
const _sfc_setup$s = _sfc_main$s.setup;
_sfc_main$s.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPNavBarSearch.vue");
  return _sfc_setup$s ? _sfc_setup$s(props, ctx) : void 0;
};
const _sfc_main$r = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPNavBarSocialLinks",
  __ssrInlineRender: true,
  setup(__props) {
    const { theme: theme2 } = useData();
    return (_ctx, _push, _parent, _attrs) => {
      if (vueExports.unref(theme2).socialLinks) {
        _push(ssrRenderComponent_1(VPSocialLinks, vueExports.mergeProps({
          class: "VPNavBarSocialLinks",
          links: vueExports.unref(theme2).socialLinks
        }, _attrs), null, _parent));
      } else {
        _push(`<!---->`);
      }
    };
  }
});
const _sfc_setup$r = _sfc_main$r.setup;
_sfc_main$r.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPNavBarSocialLinks.vue");
  return _sfc_setup$r ? _sfc_setup$r(props, ctx) : void 0;
};
const VPNavBarSocialLinks = /* @__PURE__ */ _export_sfc(_sfc_main$r, [["__scopeId", "data-v-f0c53170"]]);
const _sfc_main$q = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPNavBarTitle",
  __ssrInlineRender: true,
  setup(__props) {
    const { site, theme: theme2 } = useData();
    const { hasSidebar } = useSidebar();
    const { currentLang } = useLangs();
    const link2 = vueExports.computed(
      () => {
        var _a;
        return typeof theme2.value.logoLink === "string" ? theme2.value.logoLink : (_a = theme2.value.logoLink) == null ? void 0 : _a.link;
      }
    );
    const rel = vueExports.computed(
      () => {
        var _a;
        return typeof theme2.value.logoLink === "string" ? void 0 : (_a = theme2.value.logoLink) == null ? void 0 : _a.rel;
      }
    );
    const target = vueExports.computed(
      () => {
        var _a;
        return typeof theme2.value.logoLink === "string" ? void 0 : (_a = theme2.value.logoLink) == null ? void 0 : _a.target;
      }
    );
    return (_ctx, _push, _parent, _attrs) => {
      _push(`<div${ssrRenderAttrs_1(vueExports.mergeProps({
        class: ["VPNavBarTitle", { "has-sidebar": vueExports.unref(hasSidebar) }]
      }, _attrs))} data-v-42895859><a class="title"${ssrRenderAttr_1("href", link2.value ?? vueExports.unref(normalizeLink$1)(vueExports.unref(currentLang).link))}${ssrRenderAttr_1("rel", rel.value)}${ssrRenderAttr_1("target", target.value)} data-v-42895859>`);
      ssrRenderSlot_1(_ctx.$slots, "nav-bar-title-before", {}, null, _push, _parent);
      if (vueExports.unref(theme2).logo) {
        _push(ssrRenderComponent_1(VPImage, {
          class: "logo",
          image: vueExports.unref(theme2).logo
        }, null, _parent));
      } else {
        _push(`<!---->`);
      }
      if (vueExports.unref(theme2).siteTitle) {
        _push(`<span data-v-42895859>${vueExports.unref(theme2).siteTitle ?? ""}</span>`);
      } else if (vueExports.unref(theme2).siteTitle === void 0) {
        _push(`<span data-v-42895859>${ssrInterpolate_1(vueExports.unref(site).title)}</span>`);
      } else {
        _push(`<!---->`);
      }
      ssrRenderSlot_1(_ctx.$slots, "nav-bar-title-after", {}, null, _push, _parent);
      _push(`</a></div>`);
    };
  }
});
const _sfc_setup$q = _sfc_main$q.setup;
_sfc_main$q.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPNavBarTitle.vue");
  return _sfc_setup$q ? _sfc_setup$q(props, ctx) : void 0;
};
const VPNavBarTitle = /* @__PURE__ */ _export_sfc(_sfc_main$q, [["__scopeId", "data-v-42895859"]]);
const _sfc_main$p = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPNavBarTranslations",
  __ssrInlineRender: true,
  setup(__props) {
    const { theme: theme2 } = useData();
    const { localeLinks, currentLang } = useLangs({ correspondingLink: true });
    return (_ctx, _push, _parent, _attrs) => {
      if (vueExports.unref(localeLinks).length && vueExports.unref(currentLang).label) {
        _push(ssrRenderComponent_1(VPFlyout, vueExports.mergeProps({
          class: "VPNavBarTranslations",
          icon: "vpi-languages",
          label: vueExports.unref(theme2).langMenuLabel || "Change language"
        }, _attrs), {
          default: vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              _push2(`<div class="items" data-v-593cfeac${_scopeId}><p class="title" data-v-593cfeac${_scopeId}>${ssrInterpolate_1(vueExports.unref(currentLang).label)}</p><!--[-->`);
              ssrRenderList_1(vueExports.unref(localeLinks), (locale) => {
                _push2(ssrRenderComponent_1(VPMenuLink, { item: locale }, null, _parent2, _scopeId));
              });
              _push2(`<!--]--></div>`);
            } else {
              return [
                vueExports.createVNode("div", { class: "items" }, [
                  vueExports.createVNode("p", { class: "title" }, vueExports.toDisplayString(vueExports.unref(currentLang).label), 1),
                  (vueExports.openBlock(true), vueExports.createBlock(vueExports.Fragment, null, vueExports.renderList(vueExports.unref(localeLinks), (locale) => {
                    return vueExports.openBlock(), vueExports.createBlock(VPMenuLink, {
                      key: locale.link,
                      item: locale
                    }, null, 8, ["item"]);
                  }), 128))
                ])
              ];
            }
          }),
          _: 1
        }, _parent));
      } else {
        _push(`<!---->`);
      }
    };
  }
});
const _sfc_setup$p = _sfc_main$p.setup;
_sfc_main$p.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPNavBarTranslations.vue");
  return _sfc_setup$p ? _sfc_setup$p(props, ctx) : void 0;
};
const VPNavBarTranslations = /* @__PURE__ */ _export_sfc(_sfc_main$p, [["__scopeId", "data-v-593cfeac"]]);
const _sfc_main$o = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPNavBar",
  __ssrInlineRender: true,
  props: {
    isScreenOpen: { type: Boolean }
  },
  emits: ["toggle-screen"],
  setup(__props) {
    const props = __props;
    const { y } = useWindowScroll();
    const { hasSidebar } = useSidebar();
    const { frontmatter } = useData();
    const classes = vueExports.ref({});
    vueExports.watchPostEffect(() => {
      classes.value = {
        "has-sidebar": hasSidebar.value,
        "home": frontmatter.value.layout === "home",
        "top": y.value === 0,
        "screen-open": props.isScreenOpen
      };
    });
    return (_ctx, _push, _parent, _attrs) => {
      _push(`<div${ssrRenderAttrs_1(vueExports.mergeProps({
        class: ["VPNavBar", classes.value]
      }, _attrs))} data-v-5cb50ab2><div class="wrapper" data-v-5cb50ab2><div class="container" data-v-5cb50ab2><div class="title" data-v-5cb50ab2>`);
      _push(ssrRenderComponent_1(VPNavBarTitle, null, {
        "nav-bar-title-before": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
          if (_push2) {
            ssrRenderSlot_1(_ctx.$slots, "nav-bar-title-before", {}, null, _push2, _parent2, _scopeId);
          } else {
            return [
              vueExports.renderSlot(_ctx.$slots, "nav-bar-title-before", {}, void 0, true)
            ];
          }
        }),
        "nav-bar-title-after": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
          if (_push2) {
            ssrRenderSlot_1(_ctx.$slots, "nav-bar-title-after", {}, null, _push2, _parent2, _scopeId);
          } else {
            return [
              vueExports.renderSlot(_ctx.$slots, "nav-bar-title-after", {}, void 0, true)
            ];
          }
        }),
        _: 3
      }, _parent));
      _push(`</div><div class="content" data-v-5cb50ab2><div class="content-body" data-v-5cb50ab2>`);
      ssrRenderSlot_1(_ctx.$slots, "nav-bar-content-before", {}, null, _push, _parent);
      _push(ssrRenderComponent_1(_sfc_main$s, { class: "search" }, null, _parent));
      _push(ssrRenderComponent_1(VPNavBarMenu, { class: "menu" }, null, _parent));
      _push(ssrRenderComponent_1(VPNavBarTranslations, { class: "translations" }, null, _parent));
      _push(ssrRenderComponent_1(VPNavBarAppearance, { class: "appearance" }, null, _parent));
      _push(ssrRenderComponent_1(VPNavBarSocialLinks, { class: "social-links" }, null, _parent));
      _push(ssrRenderComponent_1(VPNavBarExtra, { class: "extra" }, null, _parent));
      ssrRenderSlot_1(_ctx.$slots, "nav-bar-content-after", {}, null, _push, _parent);
      _push(ssrRenderComponent_1(VPNavBarHamburger, {
        class: "hamburger",
        active: __props.isScreenOpen,
        onClick: ($event) => _ctx.$emit("toggle-screen")
      }, null, _parent));
      _push(`</div></div></div></div><div class="divider" data-v-5cb50ab2><div class="divider-line" data-v-5cb50ab2></div></div></div>`);
    };
  }
});
const _sfc_setup$o = _sfc_main$o.setup;
_sfc_main$o.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPNavBar.vue");
  return _sfc_setup$o ? _sfc_setup$o(props, ctx) : void 0;
};
const VPNavBar = /* @__PURE__ */ _export_sfc(_sfc_main$o, [["__scopeId", "data-v-5cb50ab2"]]);
const _sfc_main$n = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPNavScreenAppearance",
  __ssrInlineRender: true,
  setup(__props) {
    const { site, theme: theme2 } = useData();
    return (_ctx, _push, _parent, _attrs) => {
      if (vueExports.unref(site).appearance && vueExports.unref(site).appearance !== "force-dark" && vueExports.unref(site).appearance !== "force-auto") {
        _push(`<div${ssrRenderAttrs_1(vueExports.mergeProps({ class: "VPNavScreenAppearance" }, _attrs))} data-v-60d9c821><p class="text" data-v-60d9c821>${ssrInterpolate_1(vueExports.unref(theme2).darkModeSwitchLabel || "Appearance")}</p>`);
        _push(ssrRenderComponent_1(VPSwitchAppearance, null, null, _parent));
        _push(`</div>`);
      } else {
        _push(`<!---->`);
      }
    };
  }
});
const _sfc_setup$n = _sfc_main$n.setup;
_sfc_main$n.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPNavScreenAppearance.vue");
  return _sfc_setup$n ? _sfc_setup$n(props, ctx) : void 0;
};
const VPNavScreenAppearance = /* @__PURE__ */ _export_sfc(_sfc_main$n, [["__scopeId", "data-v-60d9c821"]]);
const _sfc_main$m = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPNavScreenMenuLink",
  __ssrInlineRender: true,
  props: {
    item: {}
  },
  setup(__props) {
    const closeScreen = vueExports.inject("close-screen");
    return (_ctx, _push, _parent, _attrs) => {
      _push(ssrRenderComponent_1(_sfc_main$Z, vueExports.mergeProps({
        class: "VPNavScreenMenuLink",
        href: __props.item.link,
        target: __props.item.target,
        rel: __props.item.rel,
        "no-icon": __props.item.noIcon,
        onClick: vueExports.unref(closeScreen)
      }, _attrs), {
        default: vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
          if (_push2) {
            _push2(`<span data-v-a391ac17${_scopeId}>${__props.item.text ?? ""}</span>`);
          } else {
            return [
              vueExports.createVNode("span", {
                innerHTML: __props.item.text
              }, null, 8, ["innerHTML"])
            ];
          }
        }),
        _: 1
      }, _parent));
    };
  }
});
const _sfc_setup$m = _sfc_main$m.setup;
_sfc_main$m.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPNavScreenMenuLink.vue");
  return _sfc_setup$m ? _sfc_setup$m(props, ctx) : void 0;
};
const VPNavScreenMenuLink = /* @__PURE__ */ _export_sfc(_sfc_main$m, [["__scopeId", "data-v-a391ac17"]]);
const _sfc_main$l = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPNavScreenMenuGroupLink",
  __ssrInlineRender: true,
  props: {
    item: {}
  },
  setup(__props) {
    const closeScreen = vueExports.inject("close-screen");
    return (_ctx, _push, _parent, _attrs) => {
      _push(ssrRenderComponent_1(_sfc_main$Z, vueExports.mergeProps({
        class: "VPNavScreenMenuGroupLink",
        href: __props.item.link,
        target: __props.item.target,
        rel: __props.item.rel,
        "no-icon": __props.item.noIcon,
        onClick: vueExports.unref(closeScreen)
      }, _attrs), {
        default: vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
          if (_push2) {
            _push2(`<span data-v-cb035b52${_scopeId}>${__props.item.text ?? ""}</span>`);
          } else {
            return [
              vueExports.createVNode("span", {
                innerHTML: __props.item.text
              }, null, 8, ["innerHTML"])
            ];
          }
        }),
        _: 1
      }, _parent));
    };
  }
});
const _sfc_setup$l = _sfc_main$l.setup;
_sfc_main$l.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPNavScreenMenuGroupLink.vue");
  return _sfc_setup$l ? _sfc_setup$l(props, ctx) : void 0;
};
const VPNavScreenMenuGroupLink = /* @__PURE__ */ _export_sfc(_sfc_main$l, [["__scopeId", "data-v-cb035b52"]]);
const _sfc_main$k = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPNavScreenMenuGroupSection",
  __ssrInlineRender: true,
  props: {
    text: {},
    items: {}
  },
  setup(__props) {
    return (_ctx, _push, _parent, _attrs) => {
      _push(`<div${ssrRenderAttrs_1(vueExports.mergeProps({ class: "VPNavScreenMenuGroupSection" }, _attrs))} data-v-8a2655e5>`);
      if (__props.text) {
        _push(`<p class="title" data-v-8a2655e5>${ssrInterpolate_1(__props.text)}</p>`);
      } else {
        _push(`<!---->`);
      }
      _push(`<!--[-->`);
      ssrRenderList_1(__props.items, (item) => {
        _push(ssrRenderComponent_1(VPNavScreenMenuGroupLink, {
          key: item.text,
          item
        }, null, _parent));
      });
      _push(`<!--]--></div>`);
    };
  }
});
const _sfc_setup$k = _sfc_main$k.setup;
_sfc_main$k.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPNavScreenMenuGroupSection.vue");
  return _sfc_setup$k ? _sfc_setup$k(props, ctx) : void 0;
};
const VPNavScreenMenuGroupSection = /* @__PURE__ */ _export_sfc(_sfc_main$k, [["__scopeId", "data-v-8a2655e5"]]);
const _sfc_main$j = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPNavScreenMenuGroup",
  __ssrInlineRender: true,
  props: {
    text: {},
    items: {}
  },
  setup(__props) {
    const props = __props;
    const isOpen = vueExports.ref(false);
    const groupId = vueExports.computed(
      () => `NavScreenGroup-${props.text.replace(" ", "-").toLowerCase()}`
    );
    return (_ctx, _push, _parent, _attrs) => {
      _push(`<div${ssrRenderAttrs_1(vueExports.mergeProps({
        class: ["VPNavScreenMenuGroup", { open: isOpen.value }]
      }, _attrs))} data-v-9a394db2><button class="button"${ssrRenderAttr_1("aria-controls", groupId.value)}${ssrRenderAttr_1("aria-expanded", isOpen.value)} data-v-9a394db2><span class="button-text" data-v-9a394db2>${__props.text ?? ""}</span><span class="vpi-plus button-icon" data-v-9a394db2></span></button><div${ssrRenderAttr_1("id", groupId.value)} class="items" data-v-9a394db2><!--[-->`);
      ssrRenderList_1(__props.items, (item) => {
        _push(`<!--[-->`);
        if ("link" in item) {
          _push(`<div class="item" data-v-9a394db2>`);
          _push(ssrRenderComponent_1(VPNavScreenMenuGroupLink, { item }, null, _parent));
          _push(`</div>`);
        } else if ("component" in item) {
          _push(`<div class="item" data-v-9a394db2>`);
          ssrRenderVNode(_push, vueExports.createVNode(vueExports.resolveDynamicComponent(item.component), vueExports.mergeProps({ ref_for: true }, item.props, { "screen-menu": "" }), null), _parent);
          _push(`</div>`);
        } else {
          _push(`<div class="group" data-v-9a394db2>`);
          _push(ssrRenderComponent_1(VPNavScreenMenuGroupSection, {
            text: item.text,
            items: item.items
          }, null, _parent));
          _push(`</div>`);
        }
        _push(`<!--]-->`);
      });
      _push(`<!--]--></div></div>`);
    };
  }
});
const _sfc_setup$j = _sfc_main$j.setup;
_sfc_main$j.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPNavScreenMenuGroup.vue");
  return _sfc_setup$j ? _sfc_setup$j(props, ctx) : void 0;
};
const VPNavScreenMenuGroup = /* @__PURE__ */ _export_sfc(_sfc_main$j, [["__scopeId", "data-v-9a394db2"]]);
const _sfc_main$i = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPNavScreenMenu",
  __ssrInlineRender: true,
  setup(__props) {
    const { theme: theme2 } = useData();
    return (_ctx, _push, _parent, _attrs) => {
      if (vueExports.unref(theme2).nav) {
        _push(`<nav${ssrRenderAttrs_1(vueExports.mergeProps({ class: "VPNavScreenMenu" }, _attrs))}><!--[-->`);
        ssrRenderList_1(vueExports.unref(theme2).nav, (item) => {
          _push(`<!--[-->`);
          if ("link" in item) {
            _push(ssrRenderComponent_1(VPNavScreenMenuLink, { item }, null, _parent));
          } else if ("component" in item) {
            ssrRenderVNode(_push, vueExports.createVNode(vueExports.resolveDynamicComponent(item.component), vueExports.mergeProps({ ref_for: true }, item.props, { "screen-menu": "" }), null), _parent);
          } else {
            _push(ssrRenderComponent_1(VPNavScreenMenuGroup, {
              text: item.text || "",
              items: item.items
            }, null, _parent));
          }
          _push(`<!--]-->`);
        });
        _push(`<!--]--></nav>`);
      } else {
        _push(`<!---->`);
      }
    };
  }
});
const _sfc_setup$i = _sfc_main$i.setup;
_sfc_main$i.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPNavScreenMenu.vue");
  return _sfc_setup$i ? _sfc_setup$i(props, ctx) : void 0;
};
const _sfc_main$h = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPNavScreenSocialLinks",
  __ssrInlineRender: true,
  setup(__props) {
    const { theme: theme2 } = useData();
    return (_ctx, _push, _parent, _attrs) => {
      if (vueExports.unref(theme2).socialLinks) {
        _push(ssrRenderComponent_1(VPSocialLinks, vueExports.mergeProps({
          class: "VPNavScreenSocialLinks",
          links: vueExports.unref(theme2).socialLinks
        }, _attrs), null, _parent));
      } else {
        _push(`<!---->`);
      }
    };
  }
});
const _sfc_setup$h = _sfc_main$h.setup;
_sfc_main$h.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPNavScreenSocialLinks.vue");
  return _sfc_setup$h ? _sfc_setup$h(props, ctx) : void 0;
};
const _sfc_main$g = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPNavScreenTranslations",
  __ssrInlineRender: true,
  setup(__props) {
    const { localeLinks, currentLang } = useLangs({ correspondingLink: true });
    const isOpen = vueExports.ref(false);
    return (_ctx, _push, _parent, _attrs) => {
      if (vueExports.unref(localeLinks).length && vueExports.unref(currentLang).label) {
        _push(`<div${ssrRenderAttrs_1(vueExports.mergeProps({
          class: ["VPNavScreenTranslations", { open: isOpen.value }]
        }, _attrs))} data-v-b5f1e32d><button class="title" data-v-b5f1e32d><span class="vpi-languages icon lang" data-v-b5f1e32d></span> ${ssrInterpolate_1(vueExports.unref(currentLang).label)} <span class="vpi-chevron-down icon chevron" data-v-b5f1e32d></span></button><ul class="list" data-v-b5f1e32d><!--[-->`);
        ssrRenderList_1(vueExports.unref(localeLinks), (locale) => {
          _push(`<li class="item" data-v-b5f1e32d>`);
          _push(ssrRenderComponent_1(_sfc_main$Z, {
            class: "link",
            href: locale.link
          }, {
            default: vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
              if (_push2) {
                _push2(`${ssrInterpolate_1(locale.text)}`);
              } else {
                return [
                  vueExports.createTextVNode(vueExports.toDisplayString(locale.text), 1)
                ];
              }
            }),
            _: 2
          }, _parent));
          _push(`</li>`);
        });
        _push(`<!--]--></ul></div>`);
      } else {
        _push(`<!---->`);
      }
    };
  }
});
const _sfc_setup$g = _sfc_main$g.setup;
_sfc_main$g.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPNavScreenTranslations.vue");
  return _sfc_setup$g ? _sfc_setup$g(props, ctx) : void 0;
};
const VPNavScreenTranslations = /* @__PURE__ */ _export_sfc(_sfc_main$g, [["__scopeId", "data-v-b5f1e32d"]]);
const _sfc_main$f = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPNavScreen",
  __ssrInlineRender: true,
  props: {
    open: { type: Boolean }
  },
  setup(__props) {
    const screen = vueExports.ref(null);
    useScrollLock(inBrowser ? document.body : null);
    return (_ctx, _push, _parent, _attrs) => {
      if (__props.open) {
        _push(`<div${ssrRenderAttrs_1(vueExports.mergeProps({
          class: "VPNavScreen",
          ref_key: "screen",
          ref: screen,
          id: "VPNavScreen"
        }, _attrs))} data-v-9649a794><div class="container" data-v-9649a794>`);
        ssrRenderSlot_1(_ctx.$slots, "nav-screen-content-before", {}, null, _push, _parent);
        _push(ssrRenderComponent_1(_sfc_main$i, { class: "menu" }, null, _parent));
        _push(ssrRenderComponent_1(VPNavScreenTranslations, { class: "translations" }, null, _parent));
        _push(ssrRenderComponent_1(VPNavScreenAppearance, { class: "appearance" }, null, _parent));
        _push(ssrRenderComponent_1(_sfc_main$h, { class: "social-links" }, null, _parent));
        ssrRenderSlot_1(_ctx.$slots, "nav-screen-content-after", {}, null, _push, _parent);
        _push(`</div></div>`);
      } else {
        _push(`<!---->`);
      }
    };
  }
});
const _sfc_setup$f = _sfc_main$f.setup;
_sfc_main$f.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPNavScreen.vue");
  return _sfc_setup$f ? _sfc_setup$f(props, ctx) : void 0;
};
const VPNavScreen = /* @__PURE__ */ _export_sfc(_sfc_main$f, [["__scopeId", "data-v-9649a794"]]);
const _sfc_main$e = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPNav",
  __ssrInlineRender: true,
  setup(__props) {
    const { isScreenOpen, closeScreen, toggleScreen } = useNav();
    const { frontmatter } = useData();
    const hasNavbar = vueExports.computed(() => {
      return frontmatter.value.navbar !== false;
    });
    vueExports.provide("close-screen", closeScreen);
    vueExports.watchEffect(() => {
      if (inBrowser) {
        document.documentElement.classList.toggle("hide-nav", !hasNavbar.value);
      }
    });
    return (_ctx, _push, _parent, _attrs) => {
      if (hasNavbar.value) {
        _push(`<header${ssrRenderAttrs_1(vueExports.mergeProps({ class: "VPNav" }, _attrs))} data-v-70e68eeb>`);
        _push(ssrRenderComponent_1(VPNavBar, {
          "is-screen-open": vueExports.unref(isScreenOpen),
          onToggleScreen: vueExports.unref(toggleScreen)
        }, {
          "nav-bar-title-before": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "nav-bar-title-before", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "nav-bar-title-before", {}, void 0, true)
              ];
            }
          }),
          "nav-bar-title-after": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "nav-bar-title-after", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "nav-bar-title-after", {}, void 0, true)
              ];
            }
          }),
          "nav-bar-content-before": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "nav-bar-content-before", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "nav-bar-content-before", {}, void 0, true)
              ];
            }
          }),
          "nav-bar-content-after": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "nav-bar-content-after", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "nav-bar-content-after", {}, void 0, true)
              ];
            }
          }),
          _: 3
        }, _parent));
        _push(ssrRenderComponent_1(VPNavScreen, { open: vueExports.unref(isScreenOpen) }, {
          "nav-screen-content-before": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "nav-screen-content-before", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "nav-screen-content-before", {}, void 0, true)
              ];
            }
          }),
          "nav-screen-content-after": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "nav-screen-content-after", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "nav-screen-content-after", {}, void 0, true)
              ];
            }
          }),
          _: 3
        }, _parent));
        _push(`</header>`);
      } else {
        _push(`<!---->`);
      }
    };
  }
});
const _sfc_setup$e = _sfc_main$e.setup;
_sfc_main$e.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPNav.vue");
  return _sfc_setup$e ? _sfc_setup$e(props, ctx) : void 0;
};
const VPNav = /* @__PURE__ */ _export_sfc(_sfc_main$e, [["__scopeId", "data-v-70e68eeb"]]);
const _sfc_main$d = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPSidebarItem",
  __ssrInlineRender: true,
  props: {
    item: {},
    depth: {}
  },
  setup(__props) {
    const props = __props;
    const {
      collapsed,
      collapsible,
      isLink,
      isActiveLink,
      hasActiveLink: hasActiveLink2,
      hasChildren,
      toggle
    } = useSidebarControl(vueExports.computed(() => props.item));
    const sectionTag = vueExports.computed(() => hasChildren.value ? "section" : `div`);
    const linkTag = vueExports.computed(() => isLink.value ? "a" : "div");
    const textTag = vueExports.computed(() => {
      return !hasChildren.value ? "p" : props.depth + 2 === 7 ? "p" : `h${props.depth + 2}`;
    });
    const itemRole = vueExports.computed(() => isLink.value ? void 0 : "button");
    const classes = vueExports.computed(() => [
      [`level-${props.depth}`],
      { collapsible: collapsible.value },
      { collapsed: collapsed.value },
      { "is-link": isLink.value },
      { "is-active": isActiveLink.value },
      { "has-active": hasActiveLink2.value }
    ]);
    function onItemInteraction(e) {
      if ("key" in e && e.key !== "Enter") {
        return;
      }
      !props.item.link && toggle();
    }
    function onCaretClick() {
      props.item.link && toggle();
    }
    return (_ctx, _push, _parent, _attrs) => {
      const _component_VPSidebarItem = vueExports.resolveComponent("VPSidebarItem", true);
      ssrRenderVNode(_push, vueExports.createVNode(vueExports.resolveDynamicComponent(sectionTag.value), vueExports.mergeProps({
        class: ["VPSidebarItem", classes.value]
      }, _attrs), {
        default: vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
          if (_push2) {
            if (__props.item.text) {
              _push2(`<div class="item"${ssrRenderAttr_1("role", itemRole.value)}${ssrRenderAttr_1("tabindex", __props.item.items && 0)} data-v-d0c84a9a${_scopeId}><div class="indicator" data-v-d0c84a9a${_scopeId}></div>`);
              if (__props.item.link) {
                _push2(ssrRenderComponent_1(_sfc_main$Z, {
                  tag: linkTag.value,
                  class: "link",
                  href: __props.item.link,
                  rel: __props.item.rel,
                  target: __props.item.target
                }, {
                  default: vueExports.withCtx((_2, _push3, _parent3, _scopeId2) => {
                    if (_push3) {
                      ssrRenderVNode(_push3, vueExports.createVNode(vueExports.resolveDynamicComponent(textTag.value), { class: "text" }, null), _parent3, _scopeId2);
                    } else {
                      return [
                        (vueExports.openBlock(), vueExports.createBlock(vueExports.resolveDynamicComponent(textTag.value), {
                          class: "text",
                          innerHTML: __props.item.text
                        }, null, 8, ["innerHTML"]))
                      ];
                    }
                  }),
                  _: 1
                }, _parent2, _scopeId));
              } else {
                ssrRenderVNode(_push2, vueExports.createVNode(vueExports.resolveDynamicComponent(textTag.value), { class: "text" }, null), _parent2, _scopeId);
              }
              if (__props.item.collapsed != null && __props.item.items && __props.item.items.length) {
                _push2(`<div class="caret" role="button" aria-label="toggle section" tabindex="0" data-v-d0c84a9a${_scopeId}><span class="vpi-chevron-right caret-icon" data-v-d0c84a9a${_scopeId}></span></div>`);
              } else {
                _push2(`<!---->`);
              }
              _push2(`</div>`);
            } else {
              _push2(`<!---->`);
            }
            if (__props.item.items && __props.item.items.length) {
              _push2(`<div class="items" data-v-d0c84a9a${_scopeId}>`);
              if (__props.depth < 5) {
                _push2(`<!--[-->`);
                ssrRenderList_1(__props.item.items, (i) => {
                  _push2(ssrRenderComponent_1(_component_VPSidebarItem, {
                    key: i.text,
                    item: i,
                    depth: __props.depth + 1
                  }, null, _parent2, _scopeId));
                });
                _push2(`<!--]-->`);
              } else {
                _push2(`<!---->`);
              }
              _push2(`</div>`);
            } else {
              _push2(`<!---->`);
            }
          } else {
            return [
              __props.item.text ? (vueExports.openBlock(), vueExports.createBlock("div", vueExports.mergeProps({
                key: 0,
                class: "item",
                role: itemRole.value
              }, vueExports.toHandlers(
                __props.item.items ? { click: onItemInteraction, keydown: onItemInteraction } : {},
                true
              ), {
                tabindex: __props.item.items && 0
              }), [
                vueExports.createVNode("div", { class: "indicator" }),
                __props.item.link ? (vueExports.openBlock(), vueExports.createBlock(_sfc_main$Z, {
                  key: 0,
                  tag: linkTag.value,
                  class: "link",
                  href: __props.item.link,
                  rel: __props.item.rel,
                  target: __props.item.target
                }, {
                  default: vueExports.withCtx(() => [
                    (vueExports.openBlock(), vueExports.createBlock(vueExports.resolveDynamicComponent(textTag.value), {
                      class: "text",
                      innerHTML: __props.item.text
                    }, null, 8, ["innerHTML"]))
                  ]),
                  _: 1
                }, 8, ["tag", "href", "rel", "target"])) : (vueExports.openBlock(), vueExports.createBlock(vueExports.resolveDynamicComponent(textTag.value), {
                  key: 1,
                  class: "text",
                  innerHTML: __props.item.text
                }, null, 8, ["innerHTML"])),
                __props.item.collapsed != null && __props.item.items && __props.item.items.length ? (vueExports.openBlock(), vueExports.createBlock("div", {
                  key: 2,
                  class: "caret",
                  role: "button",
                  "aria-label": "toggle section",
                  onClick: onCaretClick,
                  onKeydown: vueExports.withKeys(onCaretClick, ["enter"]),
                  tabindex: "0"
                }, [
                  vueExports.createVNode("span", { class: "vpi-chevron-right caret-icon" })
                ], 32)) : vueExports.createCommentVNode("", true)
              ], 16, ["role", "tabindex"])) : vueExports.createCommentVNode("", true),
              __props.item.items && __props.item.items.length ? (vueExports.openBlock(), vueExports.createBlock("div", {
                key: 1,
                class: "items"
              }, [
                __props.depth < 5 ? (vueExports.openBlock(true), vueExports.createBlock(vueExports.Fragment, { key: 0 }, vueExports.renderList(__props.item.items, (i) => {
                  return vueExports.openBlock(), vueExports.createBlock(_component_VPSidebarItem, {
                    key: i.text,
                    item: i,
                    depth: __props.depth + 1
                  }, null, 8, ["item", "depth"]);
                }), 128)) : vueExports.createCommentVNode("", true)
              ])) : vueExports.createCommentVNode("", true)
            ];
          }
        }),
        _: 1
      }), _parent);
    };
  }
});
const _sfc_setup$d = _sfc_main$d.setup;
_sfc_main$d.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPSidebarItem.vue");
  return _sfc_setup$d ? _sfc_setup$d(props, ctx) : void 0;
};
const VPSidebarItem = /* @__PURE__ */ _export_sfc(_sfc_main$d, [["__scopeId", "data-v-d0c84a9a"]]);
const _sfc_main$c = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPSidebarGroup",
  __ssrInlineRender: true,
  props: {
    items: {}
  },
  setup(__props) {
    const disableTransition = vueExports.ref(true);
    let timer = null;
    vueExports.onMounted(() => {
      timer = setTimeout(() => {
        timer = null;
        disableTransition.value = false;
      }, 300);
    });
    vueExports.onBeforeUnmount(() => {
      if (timer != null) {
        clearTimeout(timer);
        timer = null;
      }
    });
    return (_ctx, _push, _parent, _attrs) => {
      _push(`<!--[-->`);
      ssrRenderList_1(__props.items, (item) => {
        _push(`<div class="${ssrRenderClass_1([{ "no-transition": disableTransition.value }, "group"])}" data-v-5d1b95a7>`);
        _push(ssrRenderComponent_1(VPSidebarItem, {
          item,
          depth: 0
        }, null, _parent));
        _push(`</div>`);
      });
      _push(`<!--]-->`);
    };
  }
});
const _sfc_setup$c = _sfc_main$c.setup;
_sfc_main$c.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPSidebarGroup.vue");
  return _sfc_setup$c ? _sfc_setup$c(props, ctx) : void 0;
};
const VPSidebarGroup = /* @__PURE__ */ _export_sfc(_sfc_main$c, [["__scopeId", "data-v-5d1b95a7"]]);
const _sfc_main$b = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPSidebar",
  __ssrInlineRender: true,
  props: {
    open: { type: Boolean }
  },
  setup(__props) {
    const { sidebarGroups, hasSidebar } = useSidebar();
    const props = __props;
    const navEl = vueExports.ref(null);
    const isLocked = useScrollLock(inBrowser ? document.body : null);
    vueExports.watch(
      [props, navEl],
      () => {
        var _a;
        if (props.open) {
          isLocked.value = true;
          (_a = navEl.value) == null ? void 0 : _a.focus();
        } else isLocked.value = false;
      },
      { immediate: true, flush: "post" }
    );
    const key = vueExports.ref(0);
    vueExports.watch(
      sidebarGroups,
      () => {
        key.value += 1;
      },
      { deep: true }
    );
    return (_ctx, _push, _parent, _attrs) => {
      if (vueExports.unref(hasSidebar)) {
        _push(`<aside${ssrRenderAttrs_1(vueExports.mergeProps({
          class: ["VPSidebar", { open: __props.open }],
          ref_key: "navEl",
          ref: navEl
        }, _attrs))} data-v-c46008c5><div class="curtain" data-v-c46008c5></div><nav class="nav" id="VPSidebarNav" aria-labelledby="sidebar-aria-label" tabindex="-1" data-v-c46008c5><span class="visually-hidden" id="sidebar-aria-label" data-v-c46008c5> Sidebar Navigation </span>`);
        ssrRenderSlot_1(_ctx.$slots, "sidebar-nav-before", {}, null, _push, _parent);
        _push(ssrRenderComponent_1(VPSidebarGroup, {
          items: vueExports.unref(sidebarGroups),
          key: key.value
        }, null, _parent));
        ssrRenderSlot_1(_ctx.$slots, "sidebar-nav-after", {}, null, _push, _parent);
        _push(`</nav></aside>`);
      } else {
        _push(`<!---->`);
      }
    };
  }
});
const _sfc_setup$b = _sfc_main$b.setup;
_sfc_main$b.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPSidebar.vue");
  return _sfc_setup$b ? _sfc_setup$b(props, ctx) : void 0;
};
const VPSidebar = /* @__PURE__ */ _export_sfc(_sfc_main$b, [["__scopeId", "data-v-c46008c5"]]);
const _sfc_main$a = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPSkipLink",
  __ssrInlineRender: true,
  setup(__props) {
    const { theme: theme2 } = useData();
    const route = useRoute();
    const backToTop = vueExports.ref();
    vueExports.watch(() => route.path, () => backToTop.value.focus());
    return (_ctx, _push, _parent, _attrs) => {
      _push(`<!--[--><span tabindex="-1" data-v-4b7fc3a6></span><a href="#VPContent" class="VPSkipLink visually-hidden" data-v-4b7fc3a6>${ssrInterpolate_1(vueExports.unref(theme2).skipToContentLabel || "Skip to content")}</a><!--]-->`);
    };
  }
});
const _sfc_setup$a = _sfc_main$a.setup;
_sfc_main$a.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPSkipLink.vue");
  return _sfc_setup$a ? _sfc_setup$a(props, ctx) : void 0;
};
const VPSkipLink = /* @__PURE__ */ _export_sfc(_sfc_main$a, [["__scopeId", "data-v-4b7fc3a6"]]);
const _sfc_main$9 = /* @__PURE__ */ vueExports.defineComponent({
  __name: "Layout",
  __ssrInlineRender: true,
  setup(__props) {
    const {
      isOpen: isSidebarOpen,
      open: openSidebar,
      close: closeSidebar
    } = useSidebar();
    const route = useRoute();
    vueExports.watch(() => route.path, closeSidebar);
    useCloseSidebarOnEscape(isSidebarOpen, closeSidebar);
    const { frontmatter } = useData();
    const slots = vueExports.useSlots();
    const heroImageSlotExists = vueExports.computed(() => !!slots["home-hero-image"]);
    vueExports.provide("hero-image-slot-exists", heroImageSlotExists);
    return (_ctx, _push, _parent, _attrs) => {
      const _component_Content = vueExports.resolveComponent("Content");
      if (vueExports.unref(frontmatter).layout !== false) {
        _push(`<div${ssrRenderAttrs_1(vueExports.mergeProps({
          class: ["Layout", vueExports.unref(frontmatter).pageClass]
        }, _attrs))} data-v-0eb02df6>`);
        ssrRenderSlot_1(_ctx.$slots, "layout-top", {}, null, _push, _parent);
        _push(ssrRenderComponent_1(VPSkipLink, null, null, _parent));
        _push(ssrRenderComponent_1(VPBackdrop, {
          class: "backdrop",
          show: vueExports.unref(isSidebarOpen),
          onClick: vueExports.unref(closeSidebar)
        }, null, _parent));
        _push(ssrRenderComponent_1(VPNav, null, {
          "nav-bar-title-before": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "nav-bar-title-before", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "nav-bar-title-before", {}, void 0, true)
              ];
            }
          }),
          "nav-bar-title-after": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "nav-bar-title-after", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "nav-bar-title-after", {}, void 0, true)
              ];
            }
          }),
          "nav-bar-content-before": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "nav-bar-content-before", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "nav-bar-content-before", {}, void 0, true)
              ];
            }
          }),
          "nav-bar-content-after": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "nav-bar-content-after", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "nav-bar-content-after", {}, void 0, true)
              ];
            }
          }),
          "nav-screen-content-before": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "nav-screen-content-before", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "nav-screen-content-before", {}, void 0, true)
              ];
            }
          }),
          "nav-screen-content-after": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "nav-screen-content-after", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "nav-screen-content-after", {}, void 0, true)
              ];
            }
          }),
          _: 3
        }, _parent));
        _push(ssrRenderComponent_1(VPLocalNav, {
          open: vueExports.unref(isSidebarOpen),
          onOpenMenu: vueExports.unref(openSidebar)
        }, null, _parent));
        _push(ssrRenderComponent_1(VPSidebar, { open: vueExports.unref(isSidebarOpen) }, {
          "sidebar-nav-before": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "sidebar-nav-before", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "sidebar-nav-before", {}, void 0, true)
              ];
            }
          }),
          "sidebar-nav-after": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "sidebar-nav-after", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "sidebar-nav-after", {}, void 0, true)
              ];
            }
          }),
          _: 3
        }, _parent));
        _push(ssrRenderComponent_1(VPContent, null, {
          "page-top": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "page-top", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "page-top", {}, void 0, true)
              ];
            }
          }),
          "page-bottom": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "page-bottom", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "page-bottom", {}, void 0, true)
              ];
            }
          }),
          "not-found": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "not-found", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "not-found", {}, void 0, true)
              ];
            }
          }),
          "home-hero-before": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "home-hero-before", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "home-hero-before", {}, void 0, true)
              ];
            }
          }),
          "home-hero-info-before": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "home-hero-info-before", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "home-hero-info-before", {}, void 0, true)
              ];
            }
          }),
          "home-hero-info": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "home-hero-info", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "home-hero-info", {}, void 0, true)
              ];
            }
          }),
          "home-hero-info-after": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "home-hero-info-after", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "home-hero-info-after", {}, void 0, true)
              ];
            }
          }),
          "home-hero-actions-after": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "home-hero-actions-after", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "home-hero-actions-after", {}, void 0, true)
              ];
            }
          }),
          "home-hero-image": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "home-hero-image", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "home-hero-image", {}, void 0, true)
              ];
            }
          }),
          "home-hero-after": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "home-hero-after", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "home-hero-after", {}, void 0, true)
              ];
            }
          }),
          "home-features-before": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "home-features-before", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "home-features-before", {}, void 0, true)
              ];
            }
          }),
          "home-features-after": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "home-features-after", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "home-features-after", {}, void 0, true)
              ];
            }
          }),
          "doc-footer-before": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "doc-footer-before", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "doc-footer-before", {}, void 0, true)
              ];
            }
          }),
          "doc-before": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "doc-before", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "doc-before", {}, void 0, true)
              ];
            }
          }),
          "doc-after": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "doc-after", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "doc-after", {}, void 0, true)
              ];
            }
          }),
          "doc-top": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "doc-top", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "doc-top", {}, void 0, true)
              ];
            }
          }),
          "doc-bottom": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "doc-bottom", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "doc-bottom", {}, void 0, true)
              ];
            }
          }),
          "aside-top": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "aside-top", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "aside-top", {}, void 0, true)
              ];
            }
          }),
          "aside-bottom": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "aside-bottom", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "aside-bottom", {}, void 0, true)
              ];
            }
          }),
          "aside-outline-before": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "aside-outline-before", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "aside-outline-before", {}, void 0, true)
              ];
            }
          }),
          "aside-outline-after": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "aside-outline-after", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "aside-outline-after", {}, void 0, true)
              ];
            }
          }),
          "aside-ads-before": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "aside-ads-before", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "aside-ads-before", {}, void 0, true)
              ];
            }
          }),
          "aside-ads-after": vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              ssrRenderSlot_1(_ctx.$slots, "aside-ads-after", {}, null, _push2, _parent2, _scopeId);
            } else {
              return [
                vueExports.renderSlot(_ctx.$slots, "aside-ads-after", {}, void 0, true)
              ];
            }
          }),
          _: 3
        }, _parent));
        _push(ssrRenderComponent_1(VPFooter, null, null, _parent));
        ssrRenderSlot_1(_ctx.$slots, "layout-bottom", {}, null, _push, _parent);
        _push(`</div>`);
      } else {
        _push(ssrRenderComponent_1(_component_Content, _attrs, null, _parent));
      }
    };
  }
});
const _sfc_setup$9 = _sfc_main$9.setup;
_sfc_main$9.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/Layout.vue");
  return _sfc_setup$9 ? _sfc_setup$9(props, ctx) : void 0;
};
const Layout = /* @__PURE__ */ _export_sfc(_sfc_main$9, [["__scopeId", "data-v-0eb02df6"]]);
const GridSettings = {
  xmini: [[0, 2]],
  mini: [],
  small: [
    [920, 6],
    [768, 5],
    [640, 4],
    [480, 3],
    [0, 2]
  ],
  medium: [
    [960, 5],
    [832, 4],
    [640, 3],
    [480, 2]
  ],
  big: [
    [832, 3],
    [640, 2]
  ]
};
function useSponsorsGrid({ el, size = "medium" }) {
  const onResize = throttleAndDebounce(manage, 100);
  vueExports.onMounted(() => {
    manage();
    window.addEventListener("resize", onResize);
  });
  vueExports.onUnmounted(() => {
    window.removeEventListener("resize", onResize);
  });
  function manage() {
    adjustSlots(el.value, size);
  }
}
function adjustSlots(el, size) {
  const tsize = el.children.length;
  const asize = el.querySelectorAll(".vp-sponsor-grid-item:not(.empty)").length;
  const grid = setGrid(el, size, asize);
  manageSlots(el, grid, tsize, asize);
}
function setGrid(el, size, items) {
  const settings = GridSettings[size];
  const screen = window.innerWidth;
  let grid = 1;
  settings.some(([breakpoint, value]) => {
    if (screen >= breakpoint) {
      grid = items < value ? items : value;
      return true;
    }
  });
  setGridData(el, grid);
  return grid;
}
function setGridData(el, value) {
  el.dataset.vpGrid = String(value);
}
function manageSlots(el, grid, tsize, asize) {
  const diff = tsize - asize;
  const rem = asize % grid;
  const drem = rem === 0 ? rem : grid - rem;
  neutralizeSlots(el, drem - diff);
}
function neutralizeSlots(el, count) {
  if (count === 0) {
    return;
  }
  count > 0 ? addSlots(el, count) : removeSlots(el, count * -1);
}
function addSlots(el, count) {
  for (let i = 0; i < count; i++) {
    const slot = document.createElement("div");
    slot.classList.add("vp-sponsor-grid-item", "empty");
    el.append(slot);
  }
}
function removeSlots(el, count) {
  for (let i = 0; i < count; i++) {
    el.removeChild(el.lastElementChild);
  }
}
const _sfc_main$8 = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPSponsorsGrid",
  __ssrInlineRender: true,
  props: {
    size: { default: "medium" },
    data: {}
  },
  setup(__props) {
    const props = __props;
    const el = vueExports.ref(null);
    useSponsorsGrid({ el, size: props.size });
    return (_ctx, _push, _parent, _attrs) => {
      _push(`<div${ssrRenderAttrs_1(vueExports.mergeProps({
        class: ["VPSponsorsGrid vp-sponsor-grid", [__props.size]],
        ref_key: "el",
        ref: el
      }, _attrs))}><!--[-->`);
      ssrRenderList_1(__props.data, (sponsor) => {
        _push(`<div class="vp-sponsor-grid-item"><a class="vp-sponsor-grid-link"${ssrRenderAttr_1("href", sponsor.url)} target="_blank" rel="sponsored noopener"><article class="vp-sponsor-grid-box"><h4 class="visually-hidden">${ssrInterpolate_1(sponsor.name)}</h4><img class="vp-sponsor-grid-image"${ssrRenderAttr_1("src", sponsor.img)}${ssrRenderAttr_1("alt", sponsor.name)}></article></a></div>`);
      });
      _push(`<!--]--></div>`);
    };
  }
});
const _sfc_setup$8 = _sfc_main$8.setup;
_sfc_main$8.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPSponsorsGrid.vue");
  return _sfc_setup$8 ? _sfc_setup$8(props, ctx) : void 0;
};
const _sfc_main$7 = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPSponsors",
  __ssrInlineRender: true,
  props: {
    mode: { default: "normal" },
    tier: {},
    size: {},
    data: {}
  },
  setup(__props) {
    const props = __props;
    const sponsors = vueExports.computed(() => {
      const isSponsors = props.data.some((s) => {
        return "items" in s;
      });
      if (isSponsors) {
        return props.data;
      }
      return [
        { tier: props.tier, size: props.size, items: props.data }
      ];
    });
    return (_ctx, _push, _parent, _attrs) => {
      _push(`<div${ssrRenderAttrs_1(vueExports.mergeProps({
        class: ["VPSponsors vp-sponsor", [__props.mode]]
      }, _attrs))}><!--[-->`);
      ssrRenderList_1(sponsors.value, (sponsor, index) => {
        _push(`<section class="vp-sponsor-section">`);
        if (sponsor.tier) {
          _push(`<h3 class="vp-sponsor-tier">${ssrInterpolate_1(sponsor.tier)}</h3>`);
        } else {
          _push(`<!---->`);
        }
        _push(ssrRenderComponent_1(_sfc_main$8, {
          size: sponsor.size,
          data: sponsor.items
        }, null, _parent));
        _push(`</section>`);
      });
      _push(`<!--]--></div>`);
    };
  }
});
const _sfc_setup$7 = _sfc_main$7.setup;
_sfc_main$7.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPSponsors.vue");
  return _sfc_setup$7 ? _sfc_setup$7(props, ctx) : void 0;
};
const _sfc_main$6 = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPDocAsideSponsors",
  __ssrInlineRender: true,
  props: {
    tier: {},
    size: {},
    data: {}
  },
  setup(__props) {
    return (_ctx, _push, _parent, _attrs) => {
      _push(`<div${ssrRenderAttrs_1(vueExports.mergeProps({ class: "VPDocAsideSponsors" }, _attrs))}>`);
      _push(ssrRenderComponent_1(_sfc_main$7, {
        mode: "aside",
        tier: __props.tier,
        size: __props.size,
        data: __props.data
      }, null, _parent));
      _push(`</div>`);
    };
  }
});
const _sfc_setup$6 = _sfc_main$6.setup;
_sfc_main$6.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPDocAsideSponsors.vue");
  return _sfc_setup$6 ? _sfc_setup$6(props, ctx) : void 0;
};
const _sfc_main$5 = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPHomeSponsors",
  __ssrInlineRender: true,
  props: {
    message: {},
    actionText: { default: "Become a sponsor" },
    actionLink: {},
    data: {}
  },
  setup(__props) {
    return (_ctx, _push, _parent, _attrs) => {
      _push(`<section${ssrRenderAttrs_1(vueExports.mergeProps({ class: "VPHomeSponsors" }, _attrs))} data-v-9019783d><div class="container" data-v-9019783d><div class="header" data-v-9019783d><div class="love" data-v-9019783d><span class="vpi-heart icon" data-v-9019783d></span></div>`);
      if (__props.message) {
        _push(`<h2 class="message" data-v-9019783d>${ssrInterpolate_1(__props.message)}</h2>`);
      } else {
        _push(`<!---->`);
      }
      _push(`</div><div class="sponsors" data-v-9019783d>`);
      _push(ssrRenderComponent_1(_sfc_main$7, { data: __props.data }, null, _parent));
      _push(`</div>`);
      if (__props.actionLink) {
        _push(`<div class="action" data-v-9019783d>`);
        _push(ssrRenderComponent_1(VPButton, {
          theme: "sponsor",
          text: __props.actionText,
          href: __props.actionLink
        }, null, _parent));
        _push(`</div>`);
      } else {
        _push(`<!---->`);
      }
      _push(`</div></section>`);
    };
  }
});
const _sfc_setup$5 = _sfc_main$5.setup;
_sfc_main$5.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPHomeSponsors.vue");
  return _sfc_setup$5 ? _sfc_setup$5(props, ctx) : void 0;
};
const _sfc_main$4 = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPTeamMembersItem",
  __ssrInlineRender: true,
  props: {
    size: { default: "medium" },
    member: {}
  },
  setup(__props) {
    return (_ctx, _push, _parent, _attrs) => {
      _push(`<article${ssrRenderAttrs_1(vueExports.mergeProps({
        class: ["VPTeamMembersItem", [__props.size]]
      }, _attrs))} data-v-5fdf2290><div class="profile" data-v-5fdf2290><figure class="avatar" data-v-5fdf2290><img class="avatar-img"${ssrRenderAttr_1("src", __props.member.avatar)}${ssrRenderAttr_1("alt", __props.member.name)} data-v-5fdf2290></figure><div class="data" data-v-5fdf2290><h1 class="name" data-v-5fdf2290>${ssrInterpolate_1(__props.member.name)}</h1>`);
      if (__props.member.title || __props.member.org) {
        _push(`<p class="affiliation" data-v-5fdf2290>`);
        if (__props.member.title) {
          _push(`<span class="title" data-v-5fdf2290>${ssrInterpolate_1(__props.member.title)}</span>`);
        } else {
          _push(`<!---->`);
        }
        if (__props.member.title && __props.member.org) {
          _push(`<span class="at" data-v-5fdf2290> @ </span>`);
        } else {
          _push(`<!---->`);
        }
        if (__props.member.org) {
          _push(ssrRenderComponent_1(_sfc_main$Z, {
            class: ["org", { link: __props.member.orgLink }],
            href: __props.member.orgLink,
            "no-icon": ""
          }, {
            default: vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
              if (_push2) {
                _push2(`${ssrInterpolate_1(__props.member.org)}`);
              } else {
                return [
                  vueExports.createTextVNode(vueExports.toDisplayString(__props.member.org), 1)
                ];
              }
            }),
            _: 1
          }, _parent));
        } else {
          _push(`<!---->`);
        }
        _push(`</p>`);
      } else {
        _push(`<!---->`);
      }
      if (__props.member.desc) {
        _push(`<p class="desc" data-v-5fdf2290>${__props.member.desc ?? ""}</p>`);
      } else {
        _push(`<!---->`);
      }
      if (__props.member.links) {
        _push(`<div class="links" data-v-5fdf2290>`);
        _push(ssrRenderComponent_1(VPSocialLinks, {
          links: __props.member.links
        }, null, _parent));
        _push(`</div>`);
      } else {
        _push(`<!---->`);
      }
      _push(`</div></div>`);
      if (__props.member.sponsor) {
        _push(`<div class="sp" data-v-5fdf2290>`);
        _push(ssrRenderComponent_1(_sfc_main$Z, {
          class: "sp-link",
          href: __props.member.sponsor,
          "no-icon": ""
        }, {
          default: vueExports.withCtx((_, _push2, _parent2, _scopeId) => {
            if (_push2) {
              _push2(`<span class="vpi-heart sp-icon" data-v-5fdf2290${_scopeId}></span> ${ssrInterpolate_1(__props.member.actionText || "Sponsor")}`);
            } else {
              return [
                vueExports.createVNode("span", { class: "vpi-heart sp-icon" }),
                vueExports.createTextVNode(" " + vueExports.toDisplayString(__props.member.actionText || "Sponsor"), 1)
              ];
            }
          }),
          _: 1
        }, _parent));
        _push(`</div>`);
      } else {
        _push(`<!---->`);
      }
      _push(`</article>`);
    };
  }
});
const _sfc_setup$4 = _sfc_main$4.setup;
_sfc_main$4.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPTeamMembersItem.vue");
  return _sfc_setup$4 ? _sfc_setup$4(props, ctx) : void 0;
};
const VPTeamMembersItem = /* @__PURE__ */ _export_sfc(_sfc_main$4, [["__scopeId", "data-v-5fdf2290"]]);
const _sfc_main$3 = /* @__PURE__ */ vueExports.defineComponent({
  __name: "VPTeamMembers",
  __ssrInlineRender: true,
  props: {
    size: { default: "medium" },
    members: {}
  },
  setup(__props) {
    const props = __props;
    const classes = vueExports.computed(() => [props.size, `count-${props.members.length}`]);
    return (_ctx, _push, _parent, _attrs) => {
      _push(`<div${ssrRenderAttrs_1(vueExports.mergeProps({
        class: ["VPTeamMembers", classes.value]
      }, _attrs))} data-v-fbab83a4><div class="container" data-v-fbab83a4><!--[-->`);
      ssrRenderList_1(__props.members, (member) => {
        _push(`<div class="item" data-v-fbab83a4>`);
        _push(ssrRenderComponent_1(VPTeamMembersItem, {
          size: __props.size,
          member
        }, null, _parent));
        _push(`</div>`);
      });
      _push(`<!--]--></div></div>`);
    };
  }
});
const _sfc_setup$3 = _sfc_main$3.setup;
_sfc_main$3.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPTeamMembers.vue");
  return _sfc_setup$3 ? _sfc_setup$3(props, ctx) : void 0;
};
const _sfc_main$2 = {};
const _sfc_setup$2 = _sfc_main$2.setup;
_sfc_main$2.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPTeamPage.vue");
  return _sfc_setup$2 ? _sfc_setup$2(props, ctx) : void 0;
};
const _sfc_main$1 = {};
const _sfc_setup$1 = _sfc_main$1.setup;
_sfc_main$1.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPTeamPageSection.vue");
  return _sfc_setup$1 ? _sfc_setup$1(props, ctx) : void 0;
};
const _sfc_main = {};
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = vueExports.useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("node_modules/.pnpm/vitepress@1.6.4_@types+node@20.19.43_fuse.js@7.3.0_lightningcss@1.33.0_postcss@8.5.33_terser@5.51.4_typescript@6.0.3/node_modules/vitepress/dist/client/theme-default/components/VPTeamPageTitle.vue");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const theme = {
  Layout,
  enhanceApp: ({ app }) => {
    app.component("Badge", _sfc_main$14);
  }
};
const LivePlayground = vueExports.defineComponent({
  setup(_, { slots }) {
    const isWanted = vueExports.ref(false);
    const isThere = vueExports.ref(false);
    vueExports.onMounted(() => {
      isWanted.value = true;
    });
    const frame = () => vueExports.h("iframe", {
      src: withBase("/playground/"),
      title: "Draw a digit, and a network reads it",
      onLoad: () => {
        isThere.value = true;
      }
    });
    return () => {
      var _a;
      return vueExports.h("div", { class: ["live-playground", isThere.value && "there"] }, [
        vueExports.h("div", { inert: isThere.value }, (_a = slots["default"]) == null ? void 0 : _a.call(slots)),
        isWanted.value && frame()
      ]);
    };
  }
});
const RawTheme = {
  extends: theme,
  enhanceApp({ app }) {
    app.component("LivePlayground", LivePlayground);
  }
};
const ClientOnly = vueExports.defineComponent({
  setup(_, { slots }) {
    const show = vueExports.ref(false);
    vueExports.onMounted(() => {
      show.value = true;
    });
    return () => show.value && slots.default ? slots.default() : null;
  }
});
function useCodeGroups() {
  if (inBrowser) {
    window.addEventListener("click", (e) => {
      var _a;
      const el = e.target;
      if (el.matches(".vp-code-group input")) {
        const group = (_a = el.parentElement) == null ? void 0 : _a.parentElement;
        if (!group)
          return;
        const i = Array.from(group.querySelectorAll("input")).indexOf(el);
        if (i < 0)
          return;
        const blocks = group.querySelector(".blocks");
        if (!blocks)
          return;
        const current = Array.from(blocks.children).find((child) => child.classList.contains("active"));
        if (!current)
          return;
        const next = blocks.children[i];
        if (!next || current === next)
          return;
        current.classList.remove("active");
        next.classList.add("active");
        const label = group == null ? void 0 : group.querySelector(`label[for="${el.id}"]`);
        label == null ? void 0 : label.scrollIntoView({ block: "nearest" });
      }
    });
  }
}
function useCopyCode() {
  if (inBrowser) {
    const timeoutIdMap = /* @__PURE__ */ new WeakMap();
    window.addEventListener("click", (e) => {
      var _a;
      const el = e.target;
      if (el.matches('div[class*="language-"] > button.copy')) {
        const parent = el.parentElement;
        const sibling = (_a = el.nextElementSibling) == null ? void 0 : _a.nextElementSibling;
        if (!parent || !sibling) {
          return;
        }
        const isShell = /language-(shellscript|shell|bash|sh|zsh)/.test(parent.className);
        const ignoredNodes = [".vp-copy-ignore", ".diff.remove"];
        const clone = sibling.cloneNode(true);
        clone.querySelectorAll(ignoredNodes.join(",")).forEach((node) => node.remove());
        let text = clone.textContent || "";
        if (isShell) {
          text = text.replace(/^ *(\$|>) /gm, "").trim();
        }
        copyToClipboard(text).then(() => {
          el.classList.add("copied");
          clearTimeout(timeoutIdMap.get(el));
          const timeoutId = setTimeout(() => {
            el.classList.remove("copied");
            el.blur();
            timeoutIdMap.delete(el);
          }, 2e3);
          timeoutIdMap.set(el, timeoutId);
        });
      }
    });
  }
}
async function copyToClipboard(text) {
  try {
    return navigator.clipboard.writeText(text);
  } catch {
    const element = document.createElement("textarea");
    const previouslyFocusedElement = document.activeElement;
    element.value = text;
    element.setAttribute("readonly", "");
    element.style.contain = "strict";
    element.style.position = "absolute";
    element.style.left = "-9999px";
    element.style.fontSize = "12pt";
    const selection = document.getSelection();
    const originalRange = selection ? selection.rangeCount > 0 && selection.getRangeAt(0) : null;
    document.body.appendChild(element);
    element.select();
    element.selectionStart = 0;
    element.selectionEnd = text.length;
    document.execCommand("copy");
    document.body.removeChild(element);
    if (originalRange) {
      selection.removeAllRanges();
      selection.addRange(originalRange);
    }
    if (previouslyFocusedElement) {
      previouslyFocusedElement.focus();
    }
  }
}
function useUpdateHead(route, siteDataByRouteRef) {
  let isFirstUpdate = true;
  let managedHeadElements = [];
  const updateHeadTags = (newTags) => {
    if (isFirstUpdate) {
      isFirstUpdate = false;
      newTags.forEach((tag) => {
        const headEl = createHeadElement(tag);
        for (const el of document.head.children) {
          if (el.isEqualNode(headEl)) {
            managedHeadElements.push(el);
            return;
          }
        }
      });
      return;
    }
    const newElements = newTags.map(createHeadElement);
    managedHeadElements.forEach((oldEl, oldIndex) => {
      const matchedIndex = newElements.findIndex((newEl) => newEl == null ? void 0 : newEl.isEqualNode(oldEl ?? null));
      if (matchedIndex !== -1) {
        delete newElements[matchedIndex];
      } else {
        oldEl == null ? void 0 : oldEl.remove();
        delete managedHeadElements[oldIndex];
      }
    });
    newElements.forEach((el) => el && document.head.appendChild(el));
    managedHeadElements = [...managedHeadElements, ...newElements].filter(Boolean);
  };
  vueExports.watchEffect(() => {
    const pageData = route.data;
    const siteData2 = siteDataByRouteRef.value;
    const pageDescription = pageData && pageData.description;
    const frontmatterHead = pageData && pageData.frontmatter.head || [];
    const title = createTitle(siteData2, pageData);
    if (title !== document.title) {
      document.title = title;
    }
    const description = pageDescription || siteData2.description;
    let metaDescriptionElement = document.querySelector(`meta[name=description]`);
    if (metaDescriptionElement) {
      if (metaDescriptionElement.getAttribute("content") !== description) {
        metaDescriptionElement.setAttribute("content", description);
      }
    } else {
      createHeadElement(["meta", { name: "description", content: description }]);
    }
    updateHeadTags(mergeHead(siteData2.head, filterOutHeadDescription(frontmatterHead)));
  });
}
function createHeadElement([tag, attrs, innerHTML]) {
  const el = document.createElement(tag);
  for (const key in attrs) {
    el.setAttribute(key, attrs[key]);
  }
  if (innerHTML) {
    el.innerHTML = innerHTML;
  }
  if (tag === "script" && attrs.async == null) {
    el.async = false;
  }
  return el;
}
function isMetaDescription(headConfig) {
  return headConfig[0] === "meta" && headConfig[1] && headConfig[1].name === "description";
}
function filterOutHeadDescription(head) {
  return head.filter((h) => !isMetaDescription(h));
}
const hasFetched = /* @__PURE__ */ new Set();
const createLink = () => document.createElement("link");
const viaDOM = (url) => {
  const link2 = createLink();
  link2.rel = `prefetch`;
  link2.href = url;
  document.head.appendChild(link2);
};
const viaXHR = (url) => {
  const req = new XMLHttpRequest();
  req.open("GET", url, req.withCredentials = true);
  req.send();
};
let link;
const doFetch = inBrowser && (link = createLink()) && link.relList && link.relList.supports && link.relList.supports("prefetch") ? viaDOM : viaXHR;
function usePrefetch() {
  if (!inBrowser) {
    return;
  }
  if (!window.IntersectionObserver) {
    return;
  }
  let conn;
  if ((conn = navigator.connection) && (conn.saveData || /2g/.test(conn.effectiveType))) {
    return;
  }
  const rIC = window.requestIdleCallback || setTimeout;
  let observer = null;
  const observeLinks = () => {
    if (observer) {
      observer.disconnect();
    }
    observer = new IntersectionObserver((entries) => {
      entries.forEach((entry) => {
        if (entry.isIntersecting) {
          const link2 = entry.target;
          observer.unobserve(link2);
          const { pathname } = link2;
          if (!hasFetched.has(pathname)) {
            hasFetched.add(pathname);
            const pageChunkPath = pathToFile(pathname);
            if (pageChunkPath)
              doFetch(pageChunkPath);
          }
        }
      });
    });
    rIC(() => {
      document.querySelectorAll("#app a").forEach((link2) => {
        const { hostname, pathname } = new URL(link2.href instanceof SVGAnimatedString ? link2.href.animVal : link2.href, link2.baseURI);
        const extMatch = pathname.match(/\.\w+$/);
        if (extMatch && extMatch[0] !== ".html") {
          return;
        }
        if (
          // only prefetch same tab navigation, since a new tab will load
          // the lean js chunk instead.
          link2.target !== "_blank" && // only prefetch inbound links
          hostname === location.hostname
        ) {
          if (pathname !== location.pathname) {
            observer.observe(link2);
          } else {
            hasFetched.add(pathname);
          }
        }
      });
    });
  };
  vueExports.onMounted(observeLinks);
  const route = useRoute();
  vueExports.watch(() => route.path, observeLinks);
  vueExports.onUnmounted(() => {
    observer && observer.disconnect();
  });
}
function resolveThemeExtends(theme2) {
  if (theme2.extends) {
    const base = resolveThemeExtends(theme2.extends);
    return {
      ...base,
      ...theme2,
      async enhanceApp(ctx) {
        if (base.enhanceApp)
          await base.enhanceApp(ctx);
        if (theme2.enhanceApp)
          await theme2.enhanceApp(ctx);
      }
    };
  }
  return theme2;
}
const Theme = resolveThemeExtends(RawTheme);
const VitePressApp = vueExports.defineComponent({
  name: "VitePressApp",
  setup() {
    const { site, lang, dir } = useData$1();
    vueExports.onMounted(() => {
      vueExports.watchEffect(() => {
        document.documentElement.lang = lang.value;
        document.documentElement.dir = dir.value;
      });
    });
    if (site.value.router.prefetchLinks) {
      usePrefetch();
    }
    useCopyCode();
    useCodeGroups();
    if (Theme.setup)
      Theme.setup();
    return () => vueExports.h(Theme.Layout);
  }
});
async function createApp() {
  globalThis.__VITEPRESS__ = true;
  const router = newRouter();
  const app = newApp();
  app.provide(RouterSymbol, router);
  const data = initData(router.route);
  app.provide(dataSymbol, data);
  app.component("Content", Content);
  app.component("ClientOnly", ClientOnly);
  Object.defineProperties(app.config.globalProperties, {
    $frontmatter: {
      get() {
        return data.frontmatter.value;
      }
    },
    $params: {
      get() {
        return data.page.value.params;
      }
    }
  });
  if (Theme.enhanceApp) {
    await Theme.enhanceApp({
      app,
      router,
      siteData: siteDataRef
    });
  }
  return { app, router, data };
}
function newApp() {
  return vueExports.createSSRApp(VitePressApp);
}
function newRouter() {
  let isInitialPageLoad = inBrowser;
  return createRouter((path) => {
    let pageFilePath = pathToFile(path);
    let pageModule = null;
    if (pageFilePath) {
      if (isInitialPageLoad) {
        pageFilePath = pageFilePath.replace(/\.js$/, ".lean.js");
      }
      if (false) ;
      else {
        pageModule = import(
          /*@vite-ignore*/
          pageFilePath
        );
      }
    }
    if (inBrowser) {
      isInitialPageLoad = false;
    }
    return pageModule;
  }, Theme.NotFound);
}
if (inBrowser) {
  createApp().then(({ app, router, data }) => {
    router.go().then(() => {
      useUpdateHead(router.route, data.site);
      app.mount("#app");
    });
  });
}
async function render(path) {
  const { app, router } = await createApp();
  await router.go(path);
  const ctx = { content: "", vpSocialIcons: /* @__PURE__ */ new Set() };
  ctx.content = await renderToString_1(app, ctx);
  return ctx;
}
export {
  tryOnScopeDispose as a,
  useData as b,
  computedAsync as c,
  useSessionStorage as d,
  useLocalStorage as e,
  useRouter as f,
  createSearchTranslate as g,
  useEventListener as h,
  useScrollLock as i,
  dataSymbol as j,
  inBrowser as k,
  escapeRegExp as l,
  notNullish as n,
  onKeyStroke as o,
  pathToFile as p,
  render,
  toArray as t,
  unrefElement as u,
  watchDebounced as w
};
