static inline int bridge_z85_encode(char *dest, const uint8_t *data, size_t size) {
    return zmq_z85_encode(dest, data, size) == NULL ? -zmq_errno() : 0;
}

static inline int bridge_z85_decode(uint8_t *dest, const char *text) {
    return zmq_z85_decode(dest, text) == NULL ? -zmq_errno() : 0;
}
