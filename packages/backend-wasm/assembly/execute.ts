/**
 * From a kernel's number to the kernel. A table, since a switch would have the compiler draw the kernels into one function, in
 * which V8 runs out of registers.
 */
import { crossEntropy } from './cross-entropy';
import { csrOrder, csrProduct } from './csr';
import { maskByOutput } from './dense';
import { elementwise } from './elementwise';
import { cast, fill, gather, oneHot, transpose } from './index-ops';
import { matmul, matmulPack, matmulThin } from './matmul';
import { adam, sgd, sgdMomentum } from './optimizers';
import { packPanels, panelColumnSums, unpackPanels } from './panels';
import { addParts, argmaxOf, finiteParts, maxOf, sumColumns, sumLines, sumParts } from './reduce';
import { unary } from './unary';

/** In the order of ../src/kernels.ts. */
const KERNELS: StaticArray<(item: i32) => void> = [
  (item: i32): void => matmul<f32>(item),
  (item: i32): void => matmul<f64>(item),
  (item: i32): void => matmulPack<f32>(item),
  (item: i32): void => matmulPack<f64>(item),
  (item: i32): void => matmulThin<f32>(item),
  (item: i32): void => matmulThin<f64>(item),
  (item: i32): void => csrProduct<f32>(item),
  (item: i32): void => csrProduct<f64>(item),
  (item: i32): void => packPanels<f32>(item),
  (item: i32): void => packPanels<f64>(item),
  (item: i32): void => unpackPanels<f32>(item),
  (item: i32): void => unpackPanels<f64>(item),
  (item: i32): void => csrOrder<f32>(item),
  (item: i32): void => csrOrder<f64>(item),
  (item: i32): void => maskByOutput<f32>(item),
  (item: i32): void => maskByOutput<f64>(item),
  (item: i32): void => panelColumnSums<f32>(item),
  (item: i32): void => panelColumnSums<f64>(item),
  (item: i32): void => elementwise<f32>(item),
  (item: i32): void => elementwise<f64>(item),
  (item: i32): void => unary<f32>(item),
  (item: i32): void => unary<f64>(item),
  (item: i32): void => sumLines<f32>(item),
  (item: i32): void => sumLines<f64>(item),
  (item: i32): void => sumParts<f32>(item),
  (item: i32): void => sumParts<f64>(item),
  (item: i32): void => addParts<f32>(item),
  (item: i32): void => addParts<f64>(item),
  (item: i32): void => sumColumns<f32>(item),
  (item: i32): void => sumColumns<f64>(item),
  (item: i32): void => maxOf<f32>(item),
  (item: i32): void => maxOf<f64>(item),
  (item: i32): void => argmaxOf<f32>(item),
  (item: i32): void => argmaxOf<f64>(item),
  (item: i32): void => crossEntropy<f32>(item),
  (item: i32): void => crossEntropy<f64>(item),
  (item: i32): void => sgd<f32>(item),
  (item: i32): void => sgd<f64>(item),
  (item: i32): void => sgdMomentum<f32>(item),
  (item: i32): void => sgdMomentum<f64>(item),
  (item: i32): void => adam<f32>(item),
  (item: i32): void => adam<f64>(item),
  (item: i32): void => oneHot<f32>(item),
  (item: i32): void => oneHot<f64>(item),
  (item: i32): void => fill<f32>(item),
  (item: i32): void => fill<f64>(item),
  (item: i32): void => finiteParts<f32>(item),
  (item: i32): void => finiteParts<f64>(item),
  (item: i32): void => fill<i32>(item),
  (item: i32): void => gather(item),
  (item: i32): void => transpose<u8>(item),
  (item: i32): void => transpose<u32>(item),
  (item: i32): void => transpose<u64>(item),
  (item: i32): void => cast<f32, f32>(item),
  (item: i32): void => cast<f32, f64>(item),
  (item: i32): void => cast<f32, i32>(item),
  (item: i32): void => cast<f32, u8>(item),
  (item: i32): void => cast<f64, f32>(item),
  (item: i32): void => cast<f64, f64>(item),
  (item: i32): void => cast<f64, i32>(item),
  (item: i32): void => cast<f64, u8>(item),
  (item: i32): void => cast<i32, f32>(item),
  (item: i32): void => cast<i32, f64>(item),
  (item: i32): void => cast<i32, i32>(item),
  (item: i32): void => cast<i32, u8>(item),
  (item: i32): void => cast<u8, f32>(item),
  (item: i32): void => cast<u8, f64>(item),
  (item: i32): void => cast<u8, i32>(item),
  (item: i32): void => cast<u8, u8>(item),
];

export function execute(kernel: i32, item: i32): void {
  unchecked(KERNELS[kernel])(item);
}
