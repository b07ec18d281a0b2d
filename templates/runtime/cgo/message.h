//zmqgen:piece bridge_msg_data
//zmqgen:needs zmq_msg_data zmq_msg_size
//zmqgen:conduct returns, keeps
// bridge_view_t is a result rather than an out parameter, which Go would allocate for each call.
typedef struct {
    char *data;
    size_t size;
} bridge_view_t;

static inline bridge_view_t bridge_msg_data(zmq_msg_t *msg) {
    bridge_view_t view = {zmq_msg_data(msg), zmq_msg_size(msg)};
    return view;
}

//zmqgen:piece bridge_msg_gets
//zmqgen:needs zmq_msg_gets
//zmqgen:conduct returns
static inline int bridge_msg_gets(zmq_msg_t *msg, const char *property, const char **value) {
    *value = zmq_msg_gets(msg, property);
    return *value == NULL ? -zmq_errno() : 0;
}

//zmqgen:piece bridge_note
// bridge_note records Go memory that a message uses, by the number that identifies it in Go.
struct bridge_note {
    struct bridge_note *next;
    uintptr_t id;
};

static struct bridge_note *bridge_released_list;

static void bridge_note_released(void *data, void *hint) {
    struct bridge_note *note = hint;
    note->next = __atomic_load_n(&bridge_released_list, __ATOMIC_RELAXED);
    while (!__atomic_compare_exchange_n(&bridge_released_list, &note->next, note, 1, __ATOMIC_RELEASE, __ATOMIC_RELAXED))
        ;
}

//zmqgen:piece bridge_released
//zmqgen:needs bridge_note
//zmqgen:conduct returns
// bridge_released returns the notes since the last call, linked by next.
static inline struct bridge_note *bridge_released(void) {
    if (__atomic_load_n(&bridge_released_list, __ATOMIC_RELAXED) == NULL)
        return NULL;
    return __atomic_exchange_n(&bridge_released_list, NULL, __ATOMIC_ACQUIRE);
}

//zmqgen:piece bridge_free_notes
//zmqgen:needs bridge_note
//zmqgen:conduct returns
// bridge_free_notes frees a list of notes.
static inline void bridge_free_notes(struct bridge_note *notes) {
    while (notes != NULL) {
        struct bridge_note *next = notes->next;
        free(notes);
        notes = next;
    }
}

//zmqgen:piece bridge_msg_init_data
//zmqgen:needs bridge_note zmq_msg_init_data
static inline int bridge_msg_init_data(zmq_msg_t *msg, char *data, size_t size, uintptr_t id) {
    struct bridge_note *note = malloc(sizeof *note);
    if (note == NULL)
        return -ENOMEM;
    note->id = id;
    if (zmq_msg_init_data(msg, data, size, bridge_note_released, note) < 0) {
        int rc = -zmq_errno();
        free(note);
        return rc;
    }
    return 0;
}
