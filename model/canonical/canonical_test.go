package canonical

import (
	"bytes"
	"encoding/json"
	"testing"

	"pgregory.net/rapid"
)

func TestCompactIsRFC8785(t *testing.T) {
	tests := []struct{ name, given, want string }{
		{"spaces", " { \"a\" : [ 1 , 2 ] } ", `{"a":[1,2]}`},
		{"keys in order", `{"b":1,"a":2,"aa":3,"B":4}`, `{"B":4,"a":2,"aa":3,"b":1}`},
		// The example of RFC 8785, 3.2.3: order by UTF-16 code units, so that a
		// letter beyond the basic plane comes before U+FB33.
		{"keys by UTF-16", `{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}`,
			"{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\ufb33\":3}"},
		{"escapes", `"\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"\/\b\f\u2028<&>\u007f"`, "\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\\b\\f\u2028<&>\u007f\""},
		{"numbers as written", `[1.50,12345678901234567890,1e3]`, `[1.50,12345678901234567890,1e3]`},
		{"words", `[true,false,null]`, `[true,false,null]`},
		{"no JSON", "{a", `"{a"`},
		{"two values", `1 2`, `"1 2"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := string(OrText([]byte(test.given))); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestCanonicalIsStableAndMeansTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.MapOf(rapid.String(), rapid.SliceOf(rapid.String())).Draw(t, "value")
		raw := Of(v)
		if again := OrText(raw); !bytes.Equal(raw, again) {
			t.Fatalf("OrText of it differs:\n%s\n%s", raw, again)
		}
		var back map[string][]string
		if err := json.Unmarshal(raw, &back); err != nil {
			t.Fatalf("not JSON: %v\n%s", err, raw)
		}
		plain, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if again := OrText(plain); !bytes.Equal(raw, again) {
			t.Fatalf("encoding/json's form comes out otherwise:\n%s\n%s", raw, again)
		}
	})
}
