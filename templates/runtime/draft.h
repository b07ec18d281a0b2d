static inline uint32_t bridge_msg_routing_id(zmq_msg_t *msg) {
    return zmq_msg_routing_id ? zmq_msg_routing_id(msg) : 0;
}

static inline const char *bridge_msg_group(zmq_msg_t *msg) {
    return zmq_msg_group ? zmq_msg_group(msg) : "";
}

// bridge_poller_event_t is a zmq_poller_event_t whose pointers are numbers, so that cgo has none to
// inspect.
typedef struct {
    uintptr_t socket;
    bridge_fd_t fd;
    uintptr_t user_data;
    short events;
} bridge_poller_event_t;

static inline int bridge_poller_new(uintptr_t *poller) {
    if (!zmq_poller_new)
        return -ENOTSUP;
    *poller = (uintptr_t)zmq_poller_new();
    return *poller == 0 ? -zmq_errno() : 0;
}

static inline int bridge_poller_destroy(uintptr_t poller) {
    void *handle = (void *)poller;
    if (!zmq_poller_destroy)
        return -ENOTSUP;
    return zmq_poller_destroy(&handle) < 0 ? -zmq_errno() : 0;
}

static inline int bridge_poller_wait(uintptr_t poller, bridge_poller_event_t *event, long timeout) {
    _Static_assert(sizeof *event == sizeof(zmq_poller_event_t), "bridge_poller_event_t is a zmq_poller_event_t");
    if (!zmq_poller_wait)
        return -ENOTSUP;
    int rc = zmq_poller_wait((void *)poller, (zmq_poller_event_t *)event, timeout);
    return rc < 0 ? -zmq_errno() : rc;
}

static inline int bridge_poller_wait_all(uintptr_t poller, bridge_poller_event_t *events, int n, long timeout) {
    if (!zmq_poller_wait_all)
        return -ENOTSUP;
    int rc = zmq_poller_wait_all((void *)poller, (zmq_poller_event_t *)events, n, timeout);
    return rc < 0 ? -zmq_errno() : rc;
}

static inline int bridge_poller_add_fd(uintptr_t poller, bridge_fd_t fd, uintptr_t user_data, short events) {
    if (!zmq_poller_add_fd)
        return -ENOTSUP;
    int rc = zmq_poller_add_fd((void *)poller, fd, (void *)user_data, events);
    return rc < 0 ? -zmq_errno() : rc;
}

static inline int bridge_poller_modify_fd(uintptr_t poller, bridge_fd_t fd, short events) {
    if (!zmq_poller_modify_fd)
        return -ENOTSUP;
    int rc = zmq_poller_modify_fd((void *)poller, fd, events);
    return rc < 0 ? -zmq_errno() : rc;
}

static inline int bridge_poller_remove_fd(uintptr_t poller, bridge_fd_t fd) {
    if (!zmq_poller_remove_fd)
        return -ENOTSUP;
    int rc = zmq_poller_remove_fd((void *)poller, fd);
    return rc < 0 ? -zmq_errno() : rc;
}

static inline int bridge_connect_peer(uintptr_t s, const char *addr, uint32_t *routing_id) {
    if (!zmq_connect_peer)
        return -ENOTSUP;
    *routing_id = zmq_connect_peer((void *)s, addr);
    return *routing_id == 0 ? -zmq_errno() : 0;
}

static inline int bridge_ctx_set_ext(uintptr_t context, int option, const char *value, size_t size) {
    if (!zmq_ctx_set_ext)
        return -ENOTSUP;
    return zmq_ctx_set_ext((void *)context, option, value, size) < 0 ? -zmq_errno() : 0;
}

static inline int bridge_ctx_get_ext(uintptr_t context, int option, char *value, size_t *size) {
    if (!zmq_ctx_get_ext)
        return -ENOTSUP;
    return zmq_ctx_get_ext((void *)context, option, value, size) < 0 ? -zmq_errno() : 0;
}

static inline int bridge_poller_fd(uintptr_t poller, bridge_fd_t *fd) {
    if (!zmq_poller_fd)
        return -ENOTSUP;
    return zmq_poller_fd((void *)poller, fd) < 0 ? -zmq_errno() : 0;
}

static inline int bridge_socket_monitor_versioned(uintptr_t s, const char *addr, uint64_t events, int version, int type) {
    if (!zmq_socket_monitor_versioned)
        return -ENOTSUP;
    return zmq_socket_monitor_versioned((void *)s, addr, events, version, type) < 0 ? -zmq_errno() : 0;
}
