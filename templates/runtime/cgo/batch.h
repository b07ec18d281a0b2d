//zmqgen:piece bridge_batch_t
// bridge_part_t is one message, or one part of a message, as Go reads it.
typedef struct {
    char *data;
    size_t size;
    int more;
} bridge_part_t;

// bridge_batch_t holds messages that were received together. It is in C memory because short messages
// store their content in the zmq_msg_t itself, which C must not point to if Go owns it.
typedef struct {
    int capacity;
    int length;
    bridge_part_t *parts;
    zmq_msg_t messages[];
} bridge_batch_t;

//zmqgen:piece bridge_batch_new
//zmqgen:needs bridge_batch_t zmq_msg_init
//zmqgen:conduct returns
static inline bridge_batch_t *bridge_batch_new(int capacity) {
    bridge_batch_t *batch = malloc(sizeof *batch + capacity * sizeof(zmq_msg_t));
    bridge_part_t *parts = malloc(capacity * sizeof *parts);
    if (batch == NULL || parts == NULL) {
        free(batch);
        free(parts);
        return NULL;
    }
    batch->capacity = capacity;
    batch->length = 0;
    batch->parts = parts;
    for (int i = 0; i < capacity; i++)
        zmq_msg_init(&batch->messages[i]);
    return batch;
}

//zmqgen:piece bridge_batch_shorten
//zmqgen:needs bridge_batch_t zmq_msg_close zmq_msg_init
// bridge_batch_shorten releases the messages from a length on.
static inline void bridge_batch_shorten(bridge_batch_t *batch, int length) {
    for (int i = length; i < batch->length; i++) {
        zmq_msg_close(&batch->messages[i]);
        zmq_msg_init(&batch->messages[i]);
    }
    batch->length = length;
}

//zmqgen:piece bridge_batch_clear
//zmqgen:needs bridge_batch_shorten
//zmqgen:conduct returns
static inline void bridge_batch_clear(uintptr_t memory) {
    bridge_batch_shorten((bridge_batch_t *)memory, 0);
}

//zmqgen:piece bridge_batch_gets
//zmqgen:needs bridge_batch_t zmq_msg_gets
//zmqgen:conduct returns
static inline int bridge_batch_gets(uintptr_t memory, int i, const char *property, const char **value) {
    bridge_batch_t *batch = (bridge_batch_t *)memory;
    *value = zmq_msg_gets(&batch->messages[i], property);
    return *value == NULL ? -zmq_errno() : 0;
}

//zmqgen:piece bridge_batch_append
//zmqgen:needs bridge_batch_t zmq_msg_init zmq_msg_init_size zmq_msg_data
//zmqgen:conduct returns
// bridge_batch_append adds a copy of a message that was received in another way, and returns the new
// length.
static inline int bridge_batch_append(uintptr_t memory, const char *data, size_t size, int more) {
    bridge_batch_t *batch = (bridge_batch_t *)memory;
    zmq_msg_t *msg = &batch->messages[batch->length];
    if (batch->length == batch->capacity)
        return -EINVAL;
    if (zmq_msg_init_size(msg, size) < 0) {
        int rc = -zmq_errno();
        zmq_msg_init(msg);
        return rc;
    }
    if (size > 0)
        memcpy(zmq_msg_data(msg), data, size);
    bridge_part_t part = {zmq_msg_data(msg), size, more};
    batch->parts[batch->length++] = part;
    return batch->length;
}

//zmqgen:piece bridge_batch_free
//zmqgen:needs bridge_batch_shorten
//zmqgen:conduct returns
static inline void bridge_batch_free(uintptr_t memory) {
    bridge_batch_t *batch = (bridge_batch_t *)memory;
    bridge_batch_shorten(batch, 0);
    free(batch->parts);
    free(batch);
}

//zmqgen:piece bridge_batch_recv
//zmqgen:needs bridge_batch_shorten zmq_msg_recv zmq_msg_data zmq_msg_size zmq_msg_more ZMQ_DONTWAIT
//zmqgen:conduct blocks
// bridge_batch_recv receives until the batch is full, nothing is left or, if whole is set, a message ends.
// Only the first receive can block. The previous messages are released: zmq_msg_recv does so for the
// messages that it fills.
static inline int bridge_batch_recv(uintptr_t memory, uintptr_t socket, int flags, int whole) {
    bridge_batch_t *batch = (bridge_batch_t *)memory;
    int rc = 0, n = 0;
    while (n < batch->capacity) {
        zmq_msg_t *msg = &batch->messages[n];
        rc = zmq_msg_recv(msg, (void *)socket, flags);
        if (rc < 0) {
            rc = -zmq_errno();
            break;
        }
        bridge_part_t *part = &batch->parts[n++];
        part->data = zmq_msg_data(msg);
        part->size = rc < INT32_MAX ? (size_t)rc : zmq_msg_size(msg); // rc has no larger value
        part->more = zmq_msg_more(msg);
        if (whole && !part->more)
            break;
        flags |= ZMQ_DONTWAIT;
    }
    if (n < batch->length)
        bridge_batch_shorten(batch, n);
    batch->length = n;
    return n > 0 ? n : rc;
}

//zmqgen:piece bridge_outgoing_t
// bridge_outgoing_t holds messages from Go. It is passed by value, so that the memory that it points to is
// an argument of the call, which Go does not move during the call.
typedef struct {
    const char *data[32];
    size_t sizes[32];
} bridge_outgoing_t;

//zmqgen:piece bridge_batch_send
//zmqgen:needs bridge_outgoing_t zmq_send ZMQ_DONTWAIT
//zmqgen:conduct blocks
// bridge_batch_send sends the first n messages. Only the first send can block.
static inline int bridge_batch_send(uintptr_t socket, bridge_outgoing_t messages, int n, int flags) {
    for (int i = 0; i < n; i++) {
        if (zmq_send((void *)socket, messages.data[i], messages.sizes[i], i > 0 ? flags | ZMQ_DONTWAIT : flags) < 0)
            return i > 0 ? i : -zmq_errno();
    }
    return n;
}

//zmqgen:piece bridge_parts_send
//zmqgen:needs bridge_outgoing_t zmq_msg_init_size zmq_msg_data zmq_msg_send zmq_msg_close zmq_send zmq_getsockopt zmq_version
//zmqgen:needs ZMQ_MAKE_VERSION ZMQ_TYPE ZMQ_EVENTS ZMQ_PUSH ZMQ_DEALER ZMQ_REQ ZMQ_DONTWAIT ZMQ_SNDMORE
//zmqgen:conduct blocks
// bridge_parts_abandon ends a message after a part, not the last, found its peer gone. libzmq has taken
// back the parts before it, and since 4.3.1 some socket types drop the rest of the message: without a last
// part, that would include the next message.
static inline void bridge_parts_abandon(uintptr_t socket) {
    int type = 0, major, minor, patch;
    size_t size = sizeof type;
    zmq_version(&major, &minor, &patch);
    if (ZMQ_MAKE_VERSION(major, minor, patch) < ZMQ_MAKE_VERSION(4, 3, 1) ||
        zmq_getsockopt((void *)socket, ZMQ_TYPE, &type, &size) < 0)
        return;
    if (type == ZMQ_PUSH || type == ZMQ_DEALER || type == ZMQ_REQ)
        zmq_send((void *)socket, "", 0, ZMQ_DONTWAIT);
}

// bridge_parts_send sends the first n parts of one message, the last one with flags of its own. Only the
// first part can block. All are copied before any is sent, so that memory does not run out between the
// parts, and peers have little time to leave. With refresh, libzmq first processes the departure of peers:
// if it did so between two parts, it could send the rest to another peer. If one leaves nevertheless,
// libzmq takes back the parts that it has. The result is then -EINTR: as after a signal, all parts are
// sent again.
static inline int bridge_parts_send(uintptr_t socket, bridge_outgoing_t parts, int n, int flags, int last, int refresh) {
    zmq_msg_t messages[32];
    int rc = 0, copied = 0, sent = 0;
    for (; rc == 0 && copied < n; copied += rc == 0) {
        if (zmq_msg_init_size(&messages[copied], parts.sizes[copied]) < 0)
            rc = -zmq_errno();
        else if (parts.sizes[copied] > 0)
            memcpy(zmq_msg_data(&messages[copied]), parts.data[copied], parts.sizes[copied]);
    }
    if (refresh) {
        int events;
        size_t size = sizeof events;
        zmq_getsockopt((void *)socket, ZMQ_EVENTS, &events, &size); // an error will recur with the first part
    }
    while (rc == 0 && sent < n) {
        int own = (sent == n - 1 ? last : flags) | (sent > 0 ? ZMQ_DONTWAIT : 0);
        if (zmq_msg_send(&messages[sent], (void *)socket, own) >= 0) {
            sent++;
            continue;
        }
        rc = -zmq_errno();
        if (sent > 0 && rc == -EINTR) {
            rc = 0;
        } else if (sent > 0 && rc == -EAGAIN) {
            if (own & ZMQ_SNDMORE)
                bridge_parts_abandon(socket);
            rc = -EINTR;
        }
    }
    while (copied > sent)
        zmq_msg_close(&messages[--copied]);
    return rc < 0 ? rc : n;
}
