/* C's own name for its type of truth values. */
#ifndef ZMQGEN_STDBOOL_H
#define ZMQGEN_STDBOOL_H
#define bool _Bool
#define true 1
#define false 0
#endif
