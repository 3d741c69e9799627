package cli

import "testing"

func TestLanguageOfTheSystem(t *testing.T) {
	for _, tt := range []struct {
		name string
		env  map[string]string
		want string
	}{
		{"none is set", nil, "en"},
		{"Moroccan French", map[string]string{"LANG": "fr_MA.UTF-8"}, "fr"},
		{"Arabic without a country", map[string]string{"LANG": "ar"}, "ar"},
		{"one that the screens do not speak", map[string]string{"LANG": "de_DE.UTF-8"}, "en"},
		{"messages in another language", map[string]string{"LANG": "de_DE.UTF-8", "LC_MESSAGES": "fr_FR@euro"}, "fr"},
		{"all in one", map[string]string{"LANG": "fr_FR.UTF-8", "LC_ALL": "C.UTF-8"}, "en"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := Env{Getenv: func(name string) string { return tt.env[name] }}
			if got := e.language(); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}
