//zmqgen:piece bridge_fired_t
// bridge_fired_t lists the timers that are due. Their handler only records them, because Go must not be
// called within a call that promised not to do so.
typedef struct {
    int *ids;
    int count;
    int room;
} bridge_fired_t;

//zmqgen:piece bridge_fired_new
//zmqgen:needs bridge_fired_t
//zmqgen:conduct returns
static inline bridge_fired_t *bridge_fired_new(void) {
    return calloc(1, sizeof(bridge_fired_t));
}

//zmqgen:piece bridge_fired_free
//zmqgen:needs bridge_fired_t
//zmqgen:conduct returns
static inline void bridge_fired_free(uintptr_t memory) {
    bridge_fired_t *fired = (bridge_fired_t *)memory;
    free(fired->ids);
    free(fired);
}

//zmqgen:piece bridge_fired_list
//zmqgen:needs bridge_fired_t
//zmqgen:conduct returns
static inline bridge_fired_t *bridge_fired_list(uintptr_t memory) {
    return (bridge_fired_t *)memory;
}

//zmqgen:piece bridge_timers_add
//zmqgen:needs bridge_fired_t zmq_timers_add
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

static inline int bridge_timers_add(uintptr_t timers, size_t interval, uintptr_t fired) {
    int id = zmq_timers_add((void *)timers, interval, bridge_fired_note, (void *)fired);
    return id < 0 ? -zmq_errno() : id;
}
