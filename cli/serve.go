package cli

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"tradedesk/cli/config"
	"tradedesk/serve"
)

type serveOptions struct {
	listen, metrics string
	cert, key       string
	insecure        bool
	keep            string
	quota           int64
	rate            float64
	log             string
	workspace, user string
}

const (
	envStore = "TRADEDESK_STORE"
	logText  = "text"
	logJSON  = "json"
	logNone  = "none"
)

func (a *app) serveCommand() *cobra.Command {
	o := serveOptions{}
	c := &cobra.Command{
		Use:   "serve",
		Short: "Run the server that keeps desks in step",
		Long: `serve answers desks until it is interrupted. Its first line says where it listens;
with --json that is one document {"url", "login", "metrics", "codes"}. With
--workspace, a server whose file is not there makes it, and prints what to type at
two desks.

Without TLS it listens on this machine only, unless --insecure says that a proxy
before it has TLS. Files of TLS are read again when they change, and at a hangup
(SIGHUP), which does not end the server. Entries of the log older than --keep
are forgotten; a desk that was away for longer takes a snapshot.
What is called, by whom and how long it took is written to the standard error.

Users and tokens are managed on the same machine while it runs: see "tradedesk user"
and "tradedesk token". docs/server.md tells of backups, metrics and limits.`,
		Example: `  tradedesk serve --workspace atlas
  tradedesk serve --listen :8443 --tls-cert cert.pem --tls-key key.pem
  tradedesk serve --listen 127.0.0.1:0 --store bolt:/srv/desk/server.db --metrics 127.0.0.1:9090`,
		Args: exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error { return a.runServe(c.Context(), o) },
	}
	a.storeFlag(c)
	f := c.Flags()
	f.StringVar(&o.listen, "listen", "127.0.0.1:7433", "answer desks at `HOST:PORT`; port 0 picks a free one")
	f.StringVar(&o.metrics, "metrics", "", "answer Prometheus at `HOST:PORT`, under /metrics")
	f.StringVar(&o.cert, "tls-cert", "", "PEM `FILE` of the certificate and those above it")
	f.StringVar(&o.key, "tls-key", "", "PEM `FILE` of its key")
	f.BoolVar(&o.insecure, "insecure", false, "listen without TLS where other machines can come")
	f.StringVar(&o.keep, "keep", "90d", "forget entries of the log older than `TIME`, such as 90d or 12h; 0 keeps all")
	f.Int64Var(&o.quota, "quota", 10240, "most that attached files of one workspace take, in `MB`; 0 for no bound")
	f.Float64Var(&o.rate, "rate", 100, "most calls of one desk, `N` a second; 0 for no bound")
	f.StringVar(&o.log, "log", logText, "how calls are written down: `HOW` is "+strings.Join(logForms, ", "))
	f.StringVar(&o.workspace, "workspace", "", "make the workspace `NAME` when the file is not there")
	f.StringVar(&o.user, "user", "", "its owner's `NAME` (default the author of changes)")
	completeFlag(c, "log", logForms)
	c.AddCommand(a.serveInitCommand(), a.serveBackupCommand(), a.serveRestoreCommand())
	return c
}

var logForms = []string{logText, logJSON, logNone}

// storeFlag lets a command say which server it is about.
func (a *app) storeFlag(c *cobra.Command) {
	c.Flags().StringVar(&a.store, "store", "", "where the server keeps workspaces, as `bolt:FILE` (default $"+envStore+", then server/server.db in the data directory)")
}

// storeName gives which server the flags name.
func (a *app) storeName() string {
	if a.store != "" {
		return a.store
	}
	if name := a.env.Getenv(envStore); name != "" {
		return name
	}
	return "bolt:" + filepath.Join(a.settings().Text(config.Data), "server", "server.db")
}

func (a *app) runServe(ctx context.Context, o serveOptions) error {
	keep, err := parseSpan("keep", o.keep)
	if err != nil {
		return err
	}
	log, err := a.logger(o.log)
	if err != nil {
		return err
	}
	if o.quota < 0 || o.rate < 0 {
		return usagef("--quota and --rate: want 0 or more")
	}
	if o.user == "" {
		o.user = a.person()
	}
	return serve.Run(ctx, serve.Options{
		Store: a.storeName(), Listen: o.listen, Metrics: o.metrics, Cert: o.cert, Key: o.key, Insecure: o.insecure,
		Keep: keep, Quota: o.quota << 20, Rate: o.rate, Workspace: o.workspace, Owner: o.user,
		Version: readBuild().Version, Now: a.env.Now, Log: log, Again: hangups(ctx),
	}, a.printReady)
}

// hangups gives the hangups that the process is sent until ctx ends. To a server they
// say, as is the custom, that its files of TLS are to be read again: they do not end it.
func hangups(ctx context.Context) <-chan os.Signal {
	all := make(chan os.Signal, 1)
	signal.Reset(syscall.SIGHUP) // which ends every other command
	signal.Notify(all, syscall.SIGHUP)
	context.AfterFunc(ctx, func() { signal.Stop(all) })
	return all
}

func (a *app) logger(form string) (*slog.Logger, error) {
	switch form {
	case logText:
		return slog.New(slog.NewTextHandler(a.env.Err, nil)), nil
	case logJSON:
		return slog.New(slog.NewJSONHandler(a.env.Err, nil)), nil
	case logNone:
		return slog.New(slog.DiscardHandler), nil
	}
	return nil, usagef("--log %.20q: want one of %s", clean(form), strings.Join(logForms, ", "))
}

func (a *app) printReady(is serve.Ready) error {
	if a.json {
		return a.printJSON(is)
	}
	w := bufio.NewWriter(a.env.Out)
	fmt.Fprintf(w, "listening on %s\n", is.URL)
	if is.Metrics != "" {
		fmt.Fprintf(w, "metrics at %s\n", is.Metrics)
	}
	for i, code := range is.Codes {
		where := "at a desk, within a day:"
		if i > 0 {
			where = "at another desk:        "
		}
		fmt.Fprintf(w, "%s tradedesk login %s --code %s\n", where, is.Login, code)
	}
	return w.Flush()
}

// parseSpan reads how long something lasts: days, or what Go writes for shorter times.
func parseSpan(flag, text string) (time.Duration, error) {
	if days, ok := strings.CutSuffix(text, "d"); ok {
		if n, err := strconv.ParseUint(days, 10, 16); err == nil {
			return time.Duration(n) * 24 * time.Hour, nil
		}
	} else if span, err := time.ParseDuration(text); err == nil && span >= 0 {
		return span, nil
	}
	return 0, usagef("--%s %.40q: want a time such as 90d or 12h", flag, clean(text))
}
