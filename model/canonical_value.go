package model

import (
	"encoding/json"

	"tradedesk/model/canonical"
	"tradedesk/model/value"
)

// canonicalValue is canonical.Of for values of records, the frequent ones quickly.
func canonicalValue(v any) json.RawMessage {
	switch v := v.(type) {
	case value.Instant:
		return canonical.AppendString(nil, v.String())
	case ID:
		return canonical.AppendString(nil, v.String())
	}
	return canonical.Of(v)
}
