package lower

// functionRule says of a function what its C declaration does not say: how it treats its caller, and, where
// templates/runtime does not bind it by hand, how it becomes Go by the shapes of shapes.go.
type functionRule struct {
	recv   string // the receiver's type, or "" for what the function's prefix says
	name   string // the Go name, or "" for what naming gives
	topic  string // the file, without .go
	params map[string]paramRule
	result resultKind
	// restart says that a signal may keep the function from its work before it has begun, so that the
	// bridge calls it again. Functions that wait need more than that: templates/runtime has them.
	restart bool
	// conduct says what the function does with what it is given. Nothing is promised for a function without it.
	conduct conduct
}

// conduct is how a C function treats its caller. The zero value promises nothing.
type conduct struct {
	keepsNothing bool // no pointer to what the arguments point to is kept when it returns, nor returned
	callsNothing bool // Go is not called from within
	blocks       bool // it may wait for others
}

// The conduct of most functions.
var (
	returns = conduct{keepsNothing: true, callsNothing: true}
	waits   = conduct{keepsNothing: true, callsNothing: true, blocks: true}
)

// isHarmless reports whether Go memory may be on the stack when the function gets it.
func (c conduct) isHarmless() bool { return c.keepsNothing && c.callsNothing }

// paramRule says how a parameter is named and typed in Go.
type paramRule struct {
	name string // or "" for the C name
	typ  string // a Go integer type of the package, or "" for what the C type says
}

// resultKind says what a function's C result means.
type resultKind int

const (
	status resultKind = iota // 0, or below 0 for an error
	truth                    // not 0 for true; never an error
	number                   // a number, or below 0 for an error
	plain                    // a number; never an error
)

// functionRules holds what is known of each function.
var functionRules = map[string]functionRule{
	"zmq_ctx_shutdown": {conduct: returns, topic: "context"},
	"zmq_ctx_set": {conduct: returns, name: "SetOption", topic: "context", params: map[string]paramRule{
		"option": {typ: "ContextOption"},
		"optval": {name: "value"},
	}},
	"zmq_bind":       {conduct: returns, topic: "socket", restart: true, params: map[string]paramRule{"addr": {name: "endpoint"}}},
	"zmq_connect":    {conduct: returns, topic: "socket", restart: true, params: map[string]paramRule{"addr": {name: "endpoint"}}},
	"zmq_unbind":     {conduct: returns, topic: "socket", restart: true, params: map[string]paramRule{"addr": {name: "endpoint"}}},
	"zmq_disconnect": {conduct: returns, topic: "socket", restart: true, params: map[string]paramRule{"addr": {name: "endpoint"}}},
	"zmq_socket_monitor": {conduct: returns, recv: "Socket", name: "Monitor", topic: "monitor", restart: true, params: map[string]paramRule{
		"addr":   {name: "endpoint"},
		"events": {typ: "Event"},
	}},
	"zmq_proxy":           {conduct: waits, topic: "proxy"},
	"zmq_proxy_steerable": {conduct: waits, topic: "proxy"},
	"zmq_device": {conduct: waits, topic: "deprecated", params: map[string]paramRule{
		"type": {typ: "DeviceType"},
	}},
	"zmq_has": {conduct: returns, topic: "capability", result: truth},
	"zmq_msg_set": {conduct: returns, name: "SetProperty", topic: "message", params: map[string]paramRule{
		"property": {typ: "MessageProperty"},
		"optval":   {name: "value"},
	}},
	"zmq_msg_get": {conduct: returns, name: "Property", topic: "message", result: number, params: map[string]paramRule{
		"property": {typ: "MessageProperty"},
	}},
	"zmq_join":                       {conduct: returns, topic: "draft_socket", restart: true},
	"zmq_leave":                      {conduct: returns, topic: "draft_socket", restart: true},
	"zmq_msg_set_routing_id":         {conduct: returns, name: "SetRoutingID", topic: "draft_message"},
	"zmq_poller_size":                {conduct: returns, topic: "draft_poller", result: number},
	"zmq_socket_monitor_pipes_stats": {conduct: returns, recv: "Socket", name: "MonitorPipesStats", topic: "draft_monitor", restart: true},
	"zmq_msg_set_group":              {conduct: returns},
	"zmq_poller_modify": {conduct: returns, topic: "draft_poller", params: map[string]paramRule{
		"socket": {name: "s"},
		"events": {typ: "PollEvents"},
	}},
	"zmq_timers_reset": {conduct: returns},

	// These are bound by hand.
	"zmq_atomic_counter_dec":       {conduct: returns, result: plain},
	"zmq_atomic_counter_destroy":   {conduct: returns},
	"zmq_atomic_counter_inc":       {conduct: returns, result: plain},
	"zmq_atomic_counter_new":       {conduct: returns},
	"zmq_atomic_counter_set":       {conduct: returns},
	"zmq_atomic_counter_value":     {conduct: returns, result: plain},
	"zmq_close":                    {conduct: returns},
	"zmq_ctx_destroy":              {conduct: waits},
	"zmq_ctx_get_ext":              {conduct: returns},
	"zmq_ctx_new":                  {conduct: returns},
	"zmq_ctx_set_ext":              {conduct: returns},
	"zmq_ctx_term":                 {conduct: waits},
	"zmq_curve_keypair":            {conduct: returns},
	"zmq_curve_public":             {conduct: returns},
	"zmq_getsockopt":               {conduct: returns},
	"zmq_init":                     {conduct: returns},
	"zmq_msg_close":                {conduct: returns},
	"zmq_msg_copy":                 {conduct: returns},
	"zmq_msg_group":                {conduct: returns},
	"zmq_msg_init":                 {conduct: returns},
	"zmq_msg_init_buffer":          {conduct: returns},
	"zmq_msg_init_size":            {conduct: returns},
	"zmq_msg_more":                 {conduct: returns, result: plain},
	"zmq_msg_move":                 {conduct: returns},
	"zmq_msg_recv":                 {conduct: waits},
	"zmq_msg_routing_id":           {conduct: returns},
	"zmq_msg_send":                 {conduct: waits},
	"zmq_msg_size":                 {conduct: returns},
	"zmq_poll":                     {conduct: waits},
	"zmq_poller_add":               {conduct: returns},
	"zmq_poller_add_fd":            {conduct: returns},
	"zmq_poller_destroy":           {conduct: returns},
	"zmq_poller_fd":                {conduct: returns},
	"zmq_poller_modify_fd":         {conduct: returns},
	"zmq_poller_new":               {conduct: returns},
	"zmq_poller_remove":            {conduct: returns},
	"zmq_poller_remove_fd":         {conduct: returns},
	"zmq_poller_wait":              {conduct: waits},
	"zmq_poller_wait_all":          {conduct: waits},
	"zmq_recv":                     {conduct: waits},
	"zmq_recvmsg":                  {conduct: waits},
	"zmq_send":                     {conduct: waits},
	"zmq_sendiov":                  {conduct: waits},
	"zmq_sendmsg":                  {conduct: waits},
	"zmq_setsockopt":               {conduct: returns},
	"zmq_sleep":                    {conduct: waits},
	"zmq_socket":                   {conduct: returns},
	"zmq_socket_get_peer_state":    {conduct: returns},
	"zmq_socket_monitor_versioned": {conduct: returns},
	"zmq_stopwatch_intermediate":   {conduct: returns},
	"zmq_stopwatch_start":          {conduct: returns},
	"zmq_stopwatch_stop":           {conduct: returns},
	"zmq_strerror":                 {conduct: returns},
	"zmq_term":                     {conduct: waits},
	"zmq_timers_cancel":            {conduct: returns},
	"zmq_timers_destroy":           {conduct: returns},
	"zmq_timers_execute":           {conduct: returns},
	"zmq_timers_new":               {conduct: returns},
	"zmq_timers_set_interval":      {conduct: returns},
	"zmq_timers_timeout":           {conduct: returns},
	"zmq_version":                  {conduct: returns},
	"zmq_z85_decode":               {conduct: returns},
	"zmq_z85_encode":               {conduct: returns},
	"zmq_send_const":               {conduct: conduct{callsNothing: true, blocks: true}}, // it keeps the message
}
