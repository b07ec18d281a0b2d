package lower

// firstStable holds the release in which a function became part of libzmq's stable API, for those
// that came after 4.0.0. The least library that a package can work with follows from it.
var firstStable = map[string]release{
	"zmq_curve_keypair":          {4, 0, 1},
	"zmq_proxy_steerable":        {4, 0, 5},
	"zmq_has":                    {4, 1, 0},
	"zmq_msg_gets":               {4, 1, 0},
	"zmq_atomic_counter_dec":     {4, 2, 0},
	"zmq_atomic_counter_destroy": {4, 2, 0},
	"zmq_atomic_counter_inc":     {4, 2, 0},
	"zmq_atomic_counter_new":     {4, 2, 0},
	"zmq_atomic_counter_set":     {4, 2, 0},
	"zmq_atomic_counter_value":   {4, 2, 0},
	"zmq_curve_public":           {4, 2, 0},
	"zmq_timers_add":             {4, 3, 0},
	"zmq_timers_cancel":          {4, 3, 0},
	"zmq_timers_destroy":         {4, 3, 0},
	"zmq_timers_execute":         {4, 3, 0},
	"zmq_timers_new":             {4, 3, 0},
	"zmq_timers_reset":           {4, 3, 0},
	"zmq_timers_set_interval":    {4, 3, 0},
	"zmq_timers_timeout":         {4, 3, 0},
}

// releaseOwn holds the constants whose value is the release's own, so that a newer zmq.h has another:
// they are not held against the installed header, or no package would build beside a newer libzmq.
var releaseOwn = map[string]bool{
	"ZMQ_VERSION_MAJOR":                   true,
	"ZMQ_VERSION_MINOR":                   true,
	"ZMQ_VERSION_PATCH":                   true,
	"ZMQ_VERSION":                         true,
	"ZMQ_GROUP_MAX_LENGTH":                true, // 15, and 255 since 4.3.3
	"ZMQ_RECONNECT_STOP_AFTER_DISCONNECT": true, // 3, and 4 since 4.3.5
}

// leastRelease returns the first release that has every stable function of the header.
func (l *lowerer) leastRelease() release {
	least := release{4, 0, 0}
	for _, f := range l.header.Functions {
		if first := firstStable[f.Name]; !f.Draft && least.before(first) {
			least = first
		}
	}
	return least
}
