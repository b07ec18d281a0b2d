static inline char *bridge_msg_data(zmq_msg_t *msg, size_t *size) {
    *size = zmq_msg_size(msg);
    return zmq_msg_data(msg);
}

static inline int bridge_msg_gets(zmq_msg_t *msg, const char *property, const char **value) {
    *value = zmq_msg_gets(msg, property);
    return *value == NULL ? -zmq_errno() : 0;
}

static inline void bridge_msg_content(zmq_msg_t *msg, char *content, size_t size) {
    if (size > 0)
        memcpy(content, zmq_msg_data(msg), size);
}
