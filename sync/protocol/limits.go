package protocol

// Limits are what a server takes and keeps; it says so in Info.
type Limits struct {
	Ops       int   `json:"ops"`               // of one push
	Bytes     int64 `json:"bytes"`             // of the body of one push, unpacked
	OpBytes   int   `json:"op_bytes"`          // of one op as JSON
	Registers int   `json:"registers"`         // of one op
	Page      int   `json:"page"`              // entries or records of one page
	BlobBytes int64 `json:"blob_bytes"`        // of one attachment
	Log       int64 `json:"log_seconds"`       // how long entries are kept
	Heartbeat int64 `json:"heartbeat_seconds"` // between two signs of life on the stream of news
}

// DefaultLimits are those of a server that is told nothing else.
func DefaultLimits() Limits {
	return Limits{
		Ops: 1000, Bytes: 1 << 20, OpBytes: 256 << 10, Registers: 200, Page: 1000, BlobBytes: 50 << 20,
		Log: 90 * 24 * 3600, Heartbeat: 20,
	}
}

// MaxThreads bounds how many records one op answers.
const MaxThreads = 8

// MaxName bounds the names of kinds, registers and people, in bytes.
const MaxName = 200

// Info is what a server says of itself.
type Info struct {
	Name      string   `json:"name"` // "tradedesk"
	Version   string   `json:"version"`
	Protocols []int    `json:"protocols"`
	Schema    Range    `json:"schema"`
	Limits    Limits   `json:"limits"`
	Encodings []string `json:"encodings"` // of bodies, such as "zstd"
}

// Range is from the lowest to the highest that is taken, both included.
type Range struct {
	Min uint64 `json:"min"`
	Max uint64 `json:"max"`
}
