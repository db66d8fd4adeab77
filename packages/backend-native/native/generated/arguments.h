/* Written by scripts/generate.mjs; not in git. */
typedef struct {
  char *a;
  int64_t across;
  char *b;
  char *bias;
  int64_t each;
  int64_t k;
  char *later;
  int64_t m;
  int64_t n;
  char *out;
  char *places;
  int64_t relu;
  int64_t rowStride;
  int64_t rows;
  int64_t stepStride;
  int64_t strips;
} Matmul;
INLINE Matmul argumentsOfMatmul(const Task *task) {
  const double *given = task->arguments;
  return (Matmul){
    .a = given[0] == 0 ? NULL : task->base + (int64_t)given[0],
    .across = (int64_t)given[1],
    .b = given[2] == 0 ? NULL : task->base + (int64_t)given[2],
    .bias = given[3] == 0 ? NULL : task->base + (int64_t)given[3],
    .each = (int64_t)given[4],
    .k = (int64_t)given[5],
    .later = given[6] == 0 ? NULL : task->base + (int64_t)given[6],
    .m = (int64_t)given[7],
    .n = (int64_t)given[8],
    .out = given[9] == 0 ? NULL : task->base + (int64_t)given[9],
    .places = given[10] == 0 ? NULL : task->base + (int64_t)given[10],
    .relu = (int64_t)given[11],
    .rowStride = (int64_t)given[12],
    .rows = (int64_t)given[13],
    .stepStride = (int64_t)given[14],
    .strips = (int64_t)given[15],
  };
}

typedef struct {
  char *b;
  int64_t each;
  int64_t k;
  int64_t n;
  char *out;
  int64_t strips;
  int64_t transposed;
} MatmulPack;
INLINE MatmulPack argumentsOfMatmulPack(const Task *task) {
  const double *given = task->arguments;
  return (MatmulPack){
    .b = given[0] == 0 ? NULL : task->base + (int64_t)given[0],
    .each = (int64_t)given[1],
    .k = (int64_t)given[2],
    .n = (int64_t)given[3],
    .out = given[4] == 0 ? NULL : task->base + (int64_t)given[4],
    .strips = (int64_t)given[5],
    .transposed = (int64_t)given[6],
  };
}

typedef struct {
  char *a;
  char *b;
  char *bias;
  int64_t columns;
  int64_t k;
  int64_t m;
  int64_t n;
  char *out;
  int64_t relu;
  int64_t rowStride;
  int64_t stepStride;
} MatmulThin;
INLINE MatmulThin argumentsOfMatmulThin(const Task *task) {
  const double *given = task->arguments;
  return (MatmulThin){
    .a = given[0] == 0 ? NULL : task->base + (int64_t)given[0],
    .b = given[1] == 0 ? NULL : task->base + (int64_t)given[1],
    .bias = given[2] == 0 ? NULL : task->base + (int64_t)given[2],
    .columns = (int64_t)given[3],
    .k = (int64_t)given[4],
    .m = (int64_t)given[5],
    .n = (int64_t)given[6],
    .out = given[7] == 0 ? NULL : task->base + (int64_t)given[7],
    .relu = (int64_t)given[8],
    .rowStride = (int64_t)given[9],
    .stepStride = (int64_t)given[10],
  };
}

typedef struct {
  char *bias;
  int64_t channels;
  int64_t chunk;
  char *dY;
  char *db;
  int64_t dilationX;
  int64_t dilationY;
  int64_t each;
  int64_t filters;
  int64_t groups;
  int64_t height;
  int64_t kernelHeight;
  int64_t kernelWidth;
  char *later;
  int64_t left;
  int64_t lineBytes;
  char *out;
  int64_t outHeight;
  int64_t outWidth;
  int64_t partBytes;
  int64_t places;
  int64_t relu;
  int64_t rows;
  int64_t strideX;
  int64_t strideY;
  int64_t sumStride;
  int64_t top;
  char *w;
  int64_t width;
  char *x;
  char *y;
} Conv;
INLINE Conv argumentsOfConv(const Task *task) {
  const double *given = task->arguments;
  return (Conv){
    .bias = given[0] == 0 ? NULL : task->base + (int64_t)given[0],
    .channels = (int64_t)given[1],
    .chunk = (int64_t)given[2],
    .dY = given[3] == 0 ? NULL : task->base + (int64_t)given[3],
    .db = given[4] == 0 ? NULL : task->base + (int64_t)given[4],
    .dilationX = (int64_t)given[5],
    .dilationY = (int64_t)given[6],
    .each = (int64_t)given[7],
    .filters = (int64_t)given[8],
    .groups = (int64_t)given[9],
    .height = (int64_t)given[10],
    .kernelHeight = (int64_t)given[11],
    .kernelWidth = (int64_t)given[12],
    .later = given[13] == 0 ? NULL : task->base + (int64_t)given[13],
    .left = (int64_t)given[14],
    .lineBytes = (int64_t)given[15],
    .out = given[16] == 0 ? NULL : task->base + (int64_t)given[16],
    .outHeight = (int64_t)given[17],
    .outWidth = (int64_t)given[18],
    .partBytes = (int64_t)given[19],
    .places = (int64_t)given[20],
    .relu = (int64_t)given[21],
    .rows = (int64_t)given[22],
    .strideX = (int64_t)given[23],
    .strideY = (int64_t)given[24],
    .sumStride = (int64_t)given[25],
    .top = (int64_t)given[26],
    .w = given[27] == 0 ? NULL : task->base + (int64_t)given[27],
    .width = (int64_t)given[28],
    .x = given[29] == 0 ? NULL : task->base + (int64_t)given[29],
    .y = given[30] == 0 ? NULL : task->base + (int64_t)given[30],
  };
}

typedef struct {
  int64_t channels;
  char *dOffset;
  char *dScale;
  char *dY;
  int64_t each;
  char *mean;
  char *offset;
  char *out;
  int64_t relu;
  int64_t rows;
  char *scale;
  int64_t stride;
  char *sums;
  char *variance;
  char *x;
  char *y;
  double epsilon;
} BatchSums;
INLINE BatchSums argumentsOfBatchSums(const Task *task) {
  const double *given = task->arguments;
  return (BatchSums){
    .channels = (int64_t)given[0],
    .dOffset = given[1] == 0 ? NULL : task->base + (int64_t)given[1],
    .dScale = given[2] == 0 ? NULL : task->base + (int64_t)given[2],
    .dY = given[3] == 0 ? NULL : task->base + (int64_t)given[3],
    .each = (int64_t)given[4],
    .mean = given[5] == 0 ? NULL : task->base + (int64_t)given[5],
    .offset = given[6] == 0 ? NULL : task->base + (int64_t)given[6],
    .out = given[7] == 0 ? NULL : task->base + (int64_t)given[7],
    .relu = (int64_t)given[8],
    .rows = (int64_t)given[9],
    .scale = given[10] == 0 ? NULL : task->base + (int64_t)given[10],
    .stride = (int64_t)given[11],
    .sums = given[12] == 0 ? NULL : task->base + (int64_t)given[12],
    .variance = given[13] == 0 ? NULL : task->base + (int64_t)given[13],
    .x = given[14] == 0 ? NULL : task->base + (int64_t)given[14],
    .y = given[15] == 0 ? NULL : task->base + (int64_t)given[15],
    .epsilon = given[INTEGERS + 0],
  };
}

typedef struct {
  char *bias;
  int64_t blockBytes;
  int64_t blocks;
  char *dense;
  int64_t each;
  char *entries;
  int64_t itemBytes;
  int64_t lines;
  char *offsets;
  char *out;
  int64_t panels;
  int64_t perPanel;
  int64_t relu;
  int64_t toPanels;
  int64_t together;
  int64_t width;
} CsrProduct;
INLINE CsrProduct argumentsOfCsrProduct(const Task *task) {
  const double *given = task->arguments;
  return (CsrProduct){
    .bias = given[0] == 0 ? NULL : task->base + (int64_t)given[0],
    .blockBytes = (int64_t)given[1],
    .blocks = (int64_t)given[2],
    .dense = given[3] == 0 ? NULL : task->base + (int64_t)given[3],
    .each = (int64_t)given[4],
    .entries = given[5] == 0 ? NULL : task->base + (int64_t)given[5],
    .itemBytes = (int64_t)given[6],
    .lines = (int64_t)given[7],
    .offsets = given[8] == 0 ? NULL : task->base + (int64_t)given[8],
    .out = given[9] == 0 ? NULL : task->base + (int64_t)given[9],
    .panels = (int64_t)given[10],
    .perPanel = (int64_t)given[11],
    .relu = (int64_t)given[12],
    .toPanels = (int64_t)given[13],
    .together = (int64_t)given[14],
    .width = (int64_t)given[15],
  };
}

typedef struct {
  int64_t each;
  int64_t lines;
  char *mask;
  char *out;
  int64_t panels;
  int64_t parts;
  char *rows;
  int64_t width;
} PackPanels;
INLINE PackPanels argumentsOfPackPanels(const Task *task) {
  const double *given = task->arguments;
  return (PackPanels){
    .each = (int64_t)given[0],
    .lines = (int64_t)given[1],
    .mask = given[2] == 0 ? NULL : task->base + (int64_t)given[2],
    .out = given[3] == 0 ? NULL : task->base + (int64_t)given[3],
    .panels = (int64_t)given[4],
    .parts = (int64_t)given[5],
    .rows = given[6] == 0 ? NULL : task->base + (int64_t)given[6],
    .width = (int64_t)given[7],
  };
}

typedef struct {
  int64_t bytes;
  char *columns;
  int64_t each;
  char *entries;
  int64_t lineBytes;
  char *offsets;
  char *rowOffsets;
  int64_t rows;
  int64_t transposed;
  char *values;
} CsrOrder;
INLINE CsrOrder argumentsOfCsrOrder(const Task *task) {
  const double *given = task->arguments;
  return (CsrOrder){
    .bytes = (int64_t)given[0],
    .columns = given[1] == 0 ? NULL : task->base + (int64_t)given[1],
    .each = (int64_t)given[2],
    .entries = given[3] == 0 ? NULL : task->base + (int64_t)given[3],
    .lineBytes = (int64_t)given[4],
    .offsets = given[5] == 0 ? NULL : task->base + (int64_t)given[5],
    .rowOffsets = given[6] == 0 ? NULL : task->base + (int64_t)given[6],
    .rows = (int64_t)given[7],
    .transposed = (int64_t)given[8],
    .values = given[9] == 0 ? NULL : task->base + (int64_t)given[9],
  };
}

typedef struct {
  char *dY;
  int64_t each;
  int64_t length;
  char *out;
  char *y;
} MaskByOutput;
INLINE MaskByOutput argumentsOfMaskByOutput(const Task *task) {
  const double *given = task->arguments;
  return (MaskByOutput){
    .dY = given[0] == 0 ? NULL : task->base + (int64_t)given[0],
    .each = (int64_t)given[1],
    .length = (int64_t)given[2],
    .out = given[3] == 0 ? NULL : task->base + (int64_t)given[3],
    .y = given[4] == 0 ? NULL : task->base + (int64_t)given[4],
  };
}

typedef struct {
  char *out;
  int64_t panels;
  int64_t rows;
  int64_t width;
  char *x;
} PanelColumnSums;
INLINE PanelColumnSums argumentsOfPanelColumnSums(const Task *task) {
  const double *given = task->arguments;
  return (PanelColumnSums){
    .out = given[0] == 0 ? NULL : task->base + (int64_t)given[0],
    .panels = (int64_t)given[1],
    .rows = (int64_t)given[2],
    .width = (int64_t)given[3],
    .x = given[4] == 0 ? NULL : task->base + (int64_t)given[4],
  };
}

typedef struct {
  char *a;
  int64_t aStep;
  char *b;
  int64_t bStep;
  char *c;
  int64_t cStep;
  int64_t each;
  int64_t eachRuns;
  int64_t length;
  int64_t numbers;
  int64_t operation;
  char *out;
  int64_t rank;
  int64_t runs;
  int64_t ternary;
  const double *outer;
  double aNumber;
  double bNumber;
  double cNumber;
} Elementwise;
INLINE Elementwise argumentsOfElementwise(const Task *task) {
  const double *given = task->arguments;
  return (Elementwise){
    .a = given[0] == 0 ? NULL : task->base + (int64_t)given[0],
    .aStep = (int64_t)given[1],
    .b = given[2] == 0 ? NULL : task->base + (int64_t)given[2],
    .bStep = (int64_t)given[3],
    .c = given[4] == 0 ? NULL : task->base + (int64_t)given[4],
    .cStep = (int64_t)given[5],
    .each = (int64_t)given[6],
    .eachRuns = (int64_t)given[7],
    .length = (int64_t)given[8],
    .numbers = (int64_t)given[9],
    .operation = (int64_t)given[10],
    .out = given[11] == 0 ? NULL : task->base + (int64_t)given[11],
    .rank = (int64_t)given[12],
    .runs = (int64_t)given[13],
    .ternary = (int64_t)given[14],
    .outer = given + 15,
    .aNumber = given[INTEGERS + 0],
    .bNumber = given[INTEGERS + 1],
    .cNumber = given[INTEGERS + 2],
  };
}

typedef struct {
  int64_t each;
  int64_t length;
  int64_t operation;
  char *out;
  char *x;
} Unary;
INLINE Unary argumentsOfUnary(const Task *task) {
  const double *given = task->arguments;
  return (Unary){
    .each = (int64_t)given[0],
    .length = (int64_t)given[1],
    .operation = (int64_t)given[2],
    .out = given[3] == 0 ? NULL : task->base + (int64_t)given[3],
    .x = given[4] == 0 ? NULL : task->base + (int64_t)given[4],
  };
}

typedef struct {
  int64_t each;
  int64_t lines;
  int64_t n;
  char *out;
  char *x;
} SumLines;
INLINE SumLines argumentsOfSumLines(const Task *task) {
  const double *given = task->arguments;
  return (SumLines){
    .each = (int64_t)given[0],
    .lines = (int64_t)given[1],
    .n = (int64_t)given[2],
    .out = given[3] == 0 ? NULL : task->base + (int64_t)given[3],
    .x = given[4] == 0 ? NULL : task->base + (int64_t)given[4],
  };
}

typedef struct {
  int64_t n;
  char *out;
  int64_t parts;
  char *x;
} SumParts;
INLINE SumParts argumentsOfSumParts(const Task *task) {
  const double *given = task->arguments;
  return (SumParts){
    .n = (int64_t)given[0],
    .out = given[1] == 0 ? NULL : task->base + (int64_t)given[1],
    .parts = (int64_t)given[2],
    .x = given[3] == 0 ? NULL : task->base + (int64_t)given[3],
  };
}

typedef struct {
  int64_t lineStride;
  int64_t lines;
  char *out;
  int64_t partStride;
  int64_t parts;
  char *x;
  double factor;
} AddParts;
INLINE AddParts argumentsOfAddParts(const Task *task) {
  const double *given = task->arguments;
  return (AddParts){
    .lineStride = (int64_t)given[0],
    .lines = (int64_t)given[1],
    .out = given[2] == 0 ? NULL : task->base + (int64_t)given[2],
    .partStride = (int64_t)given[3],
    .parts = (int64_t)given[4],
    .x = given[5] == 0 ? NULL : task->base + (int64_t)given[5],
    .factor = given[INTEGERS + 0],
  };
}

typedef struct {
  int64_t each;
  int64_t inner;
  int64_t n;
  char *out;
  char *x;
} SumColumns;
INLINE SumColumns argumentsOfSumColumns(const Task *task) {
  const double *given = task->arguments;
  return (SumColumns){
    .each = (int64_t)given[0],
    .inner = (int64_t)given[1],
    .n = (int64_t)given[2],
    .out = given[3] == 0 ? NULL : task->base + (int64_t)given[3],
    .x = given[4] == 0 ? NULL : task->base + (int64_t)given[4],
  };
}

typedef struct {
  int64_t each;
  int64_t inner;
  int64_t n;
  char *out;
  int64_t outer;
  char *x;
} MaxOf;
INLINE MaxOf argumentsOfMaxOf(const Task *task) {
  const double *given = task->arguments;
  return (MaxOf){
    .each = (int64_t)given[0],
    .inner = (int64_t)given[1],
    .n = (int64_t)given[2],
    .out = given[3] == 0 ? NULL : task->base + (int64_t)given[3],
    .outer = (int64_t)given[4],
    .x = given[5] == 0 ? NULL : task->base + (int64_t)given[5],
  };
}

typedef struct {
  int64_t each;
  char *labels;
  char *losses;
  char *out;
  int64_t rows;
  int64_t width;
  char *x;
  double scale;
  double smoothing;
} CrossEntropy;
INLINE CrossEntropy argumentsOfCrossEntropy(const Task *task) {
  const double *given = task->arguments;
  return (CrossEntropy){
    .each = (int64_t)given[0],
    .labels = given[1] == 0 ? NULL : task->base + (int64_t)given[1],
    .losses = given[2] == 0 ? NULL : task->base + (int64_t)given[2],
    .out = given[3] == 0 ? NULL : task->base + (int64_t)given[3],
    .rows = (int64_t)given[4],
    .width = (int64_t)given[5],
    .x = given[6] == 0 ? NULL : task->base + (int64_t)given[6],
    .scale = given[INTEGERS + 0],
    .smoothing = given[INTEGERS + 1],
  };
}

typedef struct {
  int64_t each;
  char *g;
  char *gate;
  int64_t length;
  char *w;
  double decay;
  double rate;
} Sgd;
INLINE Sgd argumentsOfSgd(const Task *task) {
  const double *given = task->arguments;
  return (Sgd){
    .each = (int64_t)given[0],
    .g = given[1] == 0 ? NULL : task->base + (int64_t)given[1],
    .gate = given[2] == 0 ? NULL : task->base + (int64_t)given[2],
    .length = (int64_t)given[3],
    .w = given[4] == 0 ? NULL : task->base + (int64_t)given[4],
    .decay = given[INTEGERS + 0],
    .rate = given[INTEGERS + 1],
  };
}

typedef struct {
  int64_t each;
  int64_t first;
  char *g;
  char *gate;
  int64_t length;
  int64_t nesterov;
  char *v;
  char *w;
  double decay;
  double momentum;
  double rate;
  double share;
  double tiny;
} SgdMomentum;
INLINE SgdMomentum argumentsOfSgdMomentum(const Task *task) {
  const double *given = task->arguments;
  return (SgdMomentum){
    .each = (int64_t)given[0],
    .first = (int64_t)given[1],
    .g = given[2] == 0 ? NULL : task->base + (int64_t)given[2],
    .gate = given[3] == 0 ? NULL : task->base + (int64_t)given[3],
    .length = (int64_t)given[4],
    .nesterov = (int64_t)given[5],
    .v = given[6] == 0 ? NULL : task->base + (int64_t)given[6],
    .w = given[7] == 0 ? NULL : task->base + (int64_t)given[7],
    .decay = given[INTEGERS + 0],
    .momentum = given[INTEGERS + 1],
    .rate = given[INTEGERS + 2],
    .share = given[INTEGERS + 3],
    .tiny = given[INTEGERS + 4],
  };
}

typedef struct {
  int64_t each;
  char *g;
  char *gate;
  int64_t length;
  char *m;
  char *v;
  char *w;
  double beta1;
  double beta2;
  double decay;
  double epsilon;
  double kept;
  double rate;
  double rest1;
  double rest2;
  double root;
  double tiny;
} Adam;
INLINE Adam argumentsOfAdam(const Task *task) {
  const double *given = task->arguments;
  return (Adam){
    .each = (int64_t)given[0],
    .g = given[1] == 0 ? NULL : task->base + (int64_t)given[1],
    .gate = given[2] == 0 ? NULL : task->base + (int64_t)given[2],
    .length = (int64_t)given[3],
    .m = given[4] == 0 ? NULL : task->base + (int64_t)given[4],
    .v = given[5] == 0 ? NULL : task->base + (int64_t)given[5],
    .w = given[6] == 0 ? NULL : task->base + (int64_t)given[6],
    .beta1 = given[INTEGERS + 0],
    .beta2 = given[INTEGERS + 1],
    .decay = given[INTEGERS + 2],
    .epsilon = given[INTEGERS + 3],
    .kept = given[INTEGERS + 4],
    .rate = given[INTEGERS + 5],
    .rest1 = given[INTEGERS + 6],
    .rest2 = given[INTEGERS + 7],
    .root = given[INTEGERS + 8],
    .tiny = given[INTEGERS + 9],
  };
}

typedef struct {
  int64_t dropped;
  int64_t each;
  int64_t firstRow;
  int64_t key0;
  int64_t key1;
  int64_t key2;
  int64_t key3;
  char *out;
  int64_t rows;
  int64_t stepHigh;
  int64_t stepLow;
  int64_t width;
  double factor;
} DropoutMask;
INLINE DropoutMask argumentsOfDropoutMask(const Task *task) {
  const double *given = task->arguments;
  return (DropoutMask){
    .dropped = (int64_t)given[0],
    .each = (int64_t)given[1],
    .firstRow = (int64_t)given[2],
    .key0 = (int64_t)given[3],
    .key1 = (int64_t)given[4],
    .key2 = (int64_t)given[5],
    .key3 = (int64_t)given[6],
    .out = given[7] == 0 ? NULL : task->base + (int64_t)given[7],
    .rows = (int64_t)given[8],
    .stepHigh = (int64_t)given[9],
    .stepLow = (int64_t)given[10],
    .width = (int64_t)given[11],
    .factor = given[INTEGERS + 0],
  };
}

typedef struct {
  char *labels;
  char *out;
  int64_t rows;
  int64_t width;
} OneHot;
INLINE OneHot argumentsOfOneHot(const Task *task) {
  const double *given = task->arguments;
  return (OneHot){
    .labels = given[0] == 0 ? NULL : task->base + (int64_t)given[0],
    .out = given[1] == 0 ? NULL : task->base + (int64_t)given[1],
    .rows = (int64_t)given[2],
    .width = (int64_t)given[3],
  };
}

typedef struct {
  int64_t each;
  int64_t length;
  char *out;
  double value;
} Fill;
INLINE Fill argumentsOfFill(const Task *task) {
  const double *given = task->arguments;
  return (Fill){
    .each = (int64_t)given[0],
    .length = (int64_t)given[1],
    .out = given[2] == 0 ? NULL : task->base + (int64_t)given[2],
    .value = given[INTEGERS + 0],
  };
}

typedef struct {
  int64_t length;
  char *out;
  char *x;
} FiniteParts;
INLINE FiniteParts argumentsOfFiniteParts(const Task *task) {
  const double *given = task->arguments;
  return (FiniteParts){
    .length = (int64_t)given[0],
    .out = given[1] == 0 ? NULL : task->base + (int64_t)given[1],
    .x = given[2] == 0 ? NULL : task->base + (int64_t)given[2],
  };
}

typedef struct {
  int64_t bytes;
  int64_t count;
  int64_t each;
  char *labels;
  int64_t missing;
  char *out;
  int64_t rows;
  char *x;
} Gather;
INLINE Gather argumentsOfGather(const Task *task) {
  const double *given = task->arguments;
  return (Gather){
    .bytes = (int64_t)given[0],
    .count = (int64_t)given[1],
    .each = (int64_t)given[2],
    .labels = given[3] == 0 ? NULL : task->base + (int64_t)given[3],
    .missing = (int64_t)given[4],
    .out = given[5] == 0 ? NULL : task->base + (int64_t)given[5],
    .rows = (int64_t)given[6],
    .x = given[7] == 0 ? NULL : task->base + (int64_t)given[7],
  };
}

typedef struct {
  int64_t count;
  char *labels;
  char *order;
  int64_t rows;
  char *starts;
} ScatterOrder;
INLINE ScatterOrder argumentsOfScatterOrder(const Task *task) {
  const double *given = task->arguments;
  return (ScatterOrder){
    .count = (int64_t)given[0],
    .labels = given[1] == 0 ? NULL : task->base + (int64_t)given[1],
    .order = given[2] == 0 ? NULL : task->base + (int64_t)given[2],
    .rows = (int64_t)given[3],
    .starts = given[4] == 0 ? NULL : task->base + (int64_t)given[4],
  };
}

typedef struct {
  int64_t bytes;
  int64_t each;
  char *order;
  char *out;
  int64_t rows;
  char *starts;
  char *x;
} ScatterSums;
INLINE ScatterSums argumentsOfScatterSums(const Task *task) {
  const double *given = task->arguments;
  return (ScatterSums){
    .bytes = (int64_t)given[0],
    .each = (int64_t)given[1],
    .order = given[2] == 0 ? NULL : task->base + (int64_t)given[2],
    .out = given[3] == 0 ? NULL : task->base + (int64_t)given[3],
    .rows = (int64_t)given[4],
    .starts = given[5] == 0 ? NULL : task->base + (int64_t)given[5],
    .x = given[6] == 0 ? NULL : task->base + (int64_t)given[6],
  };
}

typedef struct {
  int64_t each;
  int64_t length;
  char *out;
  int64_t rank;
  int64_t runs;
  int64_t step;
  char *x;
  const double *outer;
} Copy;
INLINE Copy argumentsOfCopy(const Task *task) {
  const double *given = task->arguments;
  return (Copy){
    .each = (int64_t)given[0],
    .length = (int64_t)given[1],
    .out = given[2] == 0 ? NULL : task->base + (int64_t)given[2],
    .rank = (int64_t)given[3],
    .runs = (int64_t)given[4],
    .step = (int64_t)given[5],
    .x = given[6] == 0 ? NULL : task->base + (int64_t)given[6],
    .outer = given + 7,
  };
}

typedef struct {
  int64_t each;
  int64_t m;
  int64_t n;
  char *out;
  char *x;
} Transpose;
INLINE Transpose argumentsOfTranspose(const Task *task) {
  const double *given = task->arguments;
  return (Transpose){
    .each = (int64_t)given[0],
    .m = (int64_t)given[1],
    .n = (int64_t)given[2],
    .out = given[3] == 0 ? NULL : task->base + (int64_t)given[3],
    .x = given[4] == 0 ? NULL : task->base + (int64_t)given[4],
  };
}

typedef struct {
  int64_t each;
  int64_t length;
  char *out;
  char *x;
} Cast;
INLINE Cast argumentsOfCast(const Task *task) {
  const double *given = task->arguments;
  return (Cast){
    .each = (int64_t)given[0],
    .length = (int64_t)given[1],
    .out = given[2] == 0 ? NULL : task->base + (int64_t)given[2],
    .x = given[3] == 0 ? NULL : task->base + (int64_t)given[3],
  };
}
