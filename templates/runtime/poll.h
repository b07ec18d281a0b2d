// bridge_fd_t is a descriptor as zmq_poll takes it.
#ifdef _WIN32
typedef SOCKET bridge_fd_t;
#else
typedef int bridge_fd_t;
#endif

// bridge_pollitem_t is a zmq_pollitem_t whose handle is a number, so that cgo has no pointer to inspect.
typedef struct {
    uintptr_t socket;
    bridge_fd_t fd;
    short events;
    short revents;
} bridge_pollitem_t;

static inline int bridge_poll(bridge_pollitem_t *items, int n, long timeout) {
    _Static_assert(sizeof(bridge_pollitem_t) == sizeof(zmq_pollitem_t), "bridge_pollitem_t is a zmq_pollitem_t");
    int rc = zmq_poll((zmq_pollitem_t *)items, n, timeout);
    return rc < 0 ? -zmq_errno() : rc;
}
