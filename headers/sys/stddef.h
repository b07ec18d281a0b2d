/* Types that the pinned headers need. The parser predefines the right sides for each target. */
#ifndef ZMQGEN_STDDEF_H
#define ZMQGEN_STDDEF_H
typedef __SIZE_TYPE__ size_t;
typedef __PTRDIFF_TYPE__ ptrdiff_t;
#endif
