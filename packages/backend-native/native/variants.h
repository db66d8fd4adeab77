/** The variants of the kernels, and which of them this processor can run. */
#ifndef NABLA_VARIANTS_H
#define NABLA_VARIANTS_H

#include "task.h"

/** The variants that are compiled in, the narrowest first. Ends with NULL. */
extern const Variant *const VARIANTS[];

/** Whether the processor and the operating system support a variant. */
int canRun(const Variant *variant);

#endif
