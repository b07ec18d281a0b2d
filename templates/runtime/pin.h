//zmqgen:file
// libzmq lets go of a message's memory on whatever thread dropped the last reference, where Go must
// not be called. So C only notes what was released, and Go fetches the notes later. One file of the
// package includes this header, for the list exists once.

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <zmq.h>

// pin_note stands for Go memory that a message borrows, by the number that Go knows it under.
struct pin_note {
    struct pin_note *next;
    uintptr_t id;
};

static struct pin_note *pin_list;

static void pin_release(void *data, void *hint) {
    struct pin_note *note = hint;
    note->next = __atomic_load_n(&pin_list, __ATOMIC_RELAXED);
    while (!__atomic_compare_exchange_n(&pin_list, &note->next, note, 1, __ATOMIC_RELEASE, __ATOMIC_RELAXED))
        ;
}

// pin_released returns the notes since the last call, linked by next.
static inline struct pin_note *pin_released(void) {
    if (__atomic_load_n(&pin_list, __ATOMIC_RELAXED) == NULL)
        return NULL;
    return __atomic_exchange_n(&pin_list, NULL, __ATOMIC_ACQUIRE);
}

// pin_free frees a list of notes.
static inline void pin_free(struct pin_note *notes) {
    while (notes != NULL) {
        struct pin_note *next = notes->next;
        free(notes);
        notes = next;
    }
}

static inline int pin_init_data(zmq_msg_t *msg, char *data, size_t size, uintptr_t id) {
    struct pin_note *note = malloc(sizeof *note);
    if (note == NULL)
        return -ENOMEM;
    note->id = id;
    if (zmq_msg_init_data(msg, data, size, pin_release, note) < 0) {
        int rc = -zmq_errno();
        free(note);
        return rc;
    }
    return 0;
}
