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

// bridge_fired_t lists the timers that are due. Their handler only notes them, for Go must not be called
// from within a call that promised not to.
typedef struct {
    int *ids;
    int count;
    int room;
} bridge_fired_t;

static inline bridge_fired_t *bridge_fired_new(void) {
    return calloc(1, sizeof(bridge_fired_t));
}

static inline void bridge_fired_free(bridge_fired_t *fired) {
    free(fired->ids);
    free(fired);
}

static inline void bridge_fired_note(int id, void *list) {
    bridge_fired_t *fired = list;
    if (fired->count == fired->room) {
        int room = fired->room == 0 ? 8 : 2 * fired->room;
        int *ids = realloc(fired->ids, room * sizeof *ids);
        if (ids == NULL)
            return;
        fired->ids = ids;
        fired->room = room;
    }
    fired->ids[fired->count++] = id;
}

static inline int bridge_timers_new(uintptr_t *timers) {
    if (!zmq_timers_new)
        return -ENOTSUP;
    *timers = (uintptr_t)zmq_timers_new();
    return *timers == 0 ? -zmq_errno() : 0;
}

static inline int bridge_timers_destroy(uintptr_t timers) {
    void *handle = (void *)timers;
    return zmq_timers_destroy(&handle) < 0 ? -zmq_errno() : 0;
}

static inline int bridge_timers_add(uintptr_t timers, size_t interval, bridge_fired_t *fired) {
    int id = zmq_timers_add((void *)timers, interval, bridge_fired_note, fired);
    return id < 0 ? -zmq_errno() : id;
}

static inline long bridge_timers_timeout(uintptr_t timers) {
    return zmq_timers_timeout((void *)timers);
}
