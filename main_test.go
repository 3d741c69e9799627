package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"tradedesk": main})
}

// TestScripts runs every command of the real program, each script at a desk of
// its own.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			home := filepath.Join(env.WorkDir, "home")
			env.Setenv("HOME", home)
			env.Setenv("XDG_DATA_HOME", filepath.Join(home, "data"))
			env.Setenv("XDG_RUNTIME_DIR", filepath.Join(home, "run"))
			env.Setenv("TRADEDESK_USER", "nadia")
			env.Setenv("TRADEDESK_KEYRING", "file")
			env.Setenv("TRADEDESK_SYNC", "manual") // else a command that takes a second syncs by itself
			env.Values[scriptServerKey{}] = &scriptServer{}
			env.Values[servingKey{}] = &serving{}
			env.Setenv("GORACE", os.Getenv("GORACE"))
			env.Setenv("TZ", "UTC")
			env.Setenv("LC_ALL", "C.UTF-8")
			return os.MkdirAll(filepath.Join(home, "run"), 0o700)
		},
		Cmds: scriptCommands,
	})
}
