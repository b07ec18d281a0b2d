/* Only the types are needed, not the formats. */
#include <stdint.h>
