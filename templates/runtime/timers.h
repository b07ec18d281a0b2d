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
