/* zmq.h includes this file and uses nothing from it but size_t. */
#include <stddef.h>
