// bridge_iovec_t is a struct iovec by other names: zmq.h only declares that there is one.
typedef struct {
    char *base;
    size_t size;
} bridge_iovec_t;

static inline int bridge_init(int io_threads, uintptr_t *context) {
    *context = (uintptr_t)zmq_init(io_threads);
    return *context == 0 ? -zmq_errno() : 0;
}

// libzmq leaves *n alone where it finds the socket closed, and counts what came after that.
static inline int bridge_recviov(uintptr_t s, bridge_iovec_t *parts, size_t *n, int flags) {
    size_t room = *n;
    if (s == 0) {
        *n = 0;
        return -ENOTSOCK;
    }
    int rc = zmq_recviov((void *)s, (struct iovec *)parts, n, flags);
    if (rc < 0 && *n == room && parts[0].base == NULL)
        *n = 0;
    return rc < 0 ? -zmq_errno() : rc;
}
