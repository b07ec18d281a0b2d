//zmqgen:piece bridge_recviov
//zmqgen:needs zmq_recviov
// bridge_iovec_t is a struct iovec with other names: zmq.h only declares that it exists.
typedef struct {
    char *base;
    size_t size;
} bridge_iovec_t;

// libzmq leaves *n unchanged if the socket is closed, and otherwise sets it to the number of received parts.
static inline int bridge_recviov(uintptr_t s, char *parts, size_t *n, int flags) {
    size_t room = *n;
    if (s == 0) {
        *n = 0;
        return -ENOTSOCK;
    }
    int rc = zmq_recviov((void *)s, (struct iovec *)parts, n, flags);
    if (rc < 0 && *n == room && ((bridge_iovec_t *)parts)->base == NULL)
        *n = 0;
    return rc < 0 ? -zmq_errno() : rc;
}

//zmqgen:piece bridge_free
static inline void bridge_free(char *memory) {
    free(memory);
}
