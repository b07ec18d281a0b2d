// bridge_view_t is a result and not an out-parameter, which would make Go allocate it for each call.
typedef struct {
    char *data;
    size_t size;
} bridge_view_t;

static inline bridge_view_t bridge_msg_data(zmq_msg_t *msg) {
    bridge_view_t view = {zmq_msg_data(msg), zmq_msg_size(msg)};
    return view;
}

static inline int bridge_msg_gets(zmq_msg_t *msg, const char *property, const char **value) {
    *value = zmq_msg_gets(msg, property);
    return *value == NULL ? -zmq_errno() : 0;
}

static inline void bridge_msg_content(zmq_msg_t *msg, char *content, size_t size) {
    if (size > 0)
        memcpy(content, zmq_msg_data(msg), size);
}
