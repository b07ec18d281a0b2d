package lower

// functionRule says how a function becomes Go where its C declaration does not say enough. Functions
// that templates/runtime binds by hand need no rule; the others follow their C declaration, by the
// shapes of shapes.go.
type functionRule struct {
	recv   string // the receiver's type, or "" for what the function's prefix says
	name   string // the Go name, or "" for what naming gives
	topic  string // the file, without .go
	params map[string]paramRule
	result resultKind
	// restart says that a signal may keep the function from its work before it has begun, so that the
	// bridge calls it again. Functions that wait need more than that: templates/runtime has them.
	restart bool
}

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
)

// functionRules holds the rules of the functions that follow their C declaration.
var functionRules = map[string]functionRule{
	"zmq_ctx_shutdown": {topic: "context"},
	"zmq_ctx_set": {name: "SetOption", topic: "context", params: map[string]paramRule{
		"option": {typ: "ContextOption"},
		"optval": {name: "value"},
	}},
	"zmq_bind":       {topic: "socket", restart: true, params: map[string]paramRule{"addr": {name: "endpoint"}}},
	"zmq_connect":    {topic: "socket", restart: true, params: map[string]paramRule{"addr": {name: "endpoint"}}},
	"zmq_unbind":     {topic: "socket", restart: true, params: map[string]paramRule{"addr": {name: "endpoint"}}},
	"zmq_disconnect": {topic: "socket", restart: true, params: map[string]paramRule{"addr": {name: "endpoint"}}},
	"zmq_socket_monitor": {recv: "Socket", name: "Monitor", topic: "monitor", restart: true, params: map[string]paramRule{
		"addr":   {name: "endpoint"},
		"events": {typ: "Event"},
	}},
	"zmq_proxy":           {topic: "proxy"},
	"zmq_proxy_steerable": {topic: "proxy"},
	"zmq_device": {topic: "deprecated", params: map[string]paramRule{
		"type": {typ: "DeviceType"},
	}},
	"zmq_has": {topic: "capability", result: truth},
	"zmq_msg_set": {name: "SetProperty", topic: "message", params: map[string]paramRule{
		"property": {typ: "MessageProperty"},
		"optval":   {name: "value"},
	}},
	"zmq_msg_get": {name: "Property", topic: "message", result: number, params: map[string]paramRule{
		"property": {typ: "MessageProperty"},
	}},
	"zmq_join":                       {topic: "draft_socket", restart: true},
	"zmq_leave":                      {topic: "draft_socket", restart: true},
	"zmq_msg_set_routing_id":         {name: "SetRoutingID", topic: "draft_message"},
	"zmq_poller_size":                {topic: "draft_poller", result: number},
	"zmq_socket_monitor_pipes_stats": {recv: "Socket", name: "MonitorPipesStats", topic: "draft_monitor", restart: true},
	"zmq_msg_set_group":              {name: "SetGroup", topic: "draft_message"},
	"zmq_poller_modify": {topic: "draft_poller", params: map[string]paramRule{
		"socket": {name: "s"},
		"events": {typ: "PollEvents"},
	}},
	"zmq_timers_reset": {topic: "timers", params: map[string]paramRule{
		"timer_id": {name: "id"},
	}},
}
