package post

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"

	"tradedesk/model/refusal"
)

// command hands messages to a program on its standard input.
type command struct {
	words []string
	o     Options
}

// What sysexits.h calls trouble that may be over later.
const (
	exUnavailable = 69
	exNoHost      = 68
	exTempFail    = 75
)

// maxSaid bounds what is kept of the output of a command, in bytes.
const maxSaid = 8 << 10

// Hand runs the command. That it ends with 0 means that it took the message; one that had
// to be killed may have.
func (c *command) Hand(ctx context.Context, m Mail) error {
	if err := ctx.Err(); err != nil {
		return later(err)
	}
	raw, err := c.withBcc(m)
	if err != nil {
		return never(err)
	}
	ctx, cancel := context.WithTimeout(ctx, c.o.Timeout)
	defer cancel()
	run, kill := context.WithCancel(context.WithoutCancel(ctx))
	defer kill()
	stop := context.AfterFunc(ctx, func() {
		wait := time.NewTimer(parting)
		defer wait.Stop()
		select {
		case <-wait.C:
			kill()
		case <-run.Done():
		}
	})
	defer stop()
	program := exec.CommandContext(run, c.words[0], c.words[1:]...)
	program.Env = c.o.Environ
	program.WaitDelay = parting
	output := &tail{}
	// Programs for mail on this system read lines as the system ends them.
	program.Stdin, program.Stdout, program.Stderr = bytes.NewReader(bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))), output, output
	if err := program.Start(); err != nil {
		return never(errNotStarted.With(named(c.words[0])).For(err))
	}
	err = program.Wait()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return nil
	case run.Err() != nil:
		return errNotEnded.With(named(c.words[0]))
	case errors.As(err, &exit) && exit.ExitCode() > 0:
		why := errEnded.With(refusal.Parts{"Program": said(c.words[0]), "Code": strconv.Itoa(exit.ExitCode())}).For(errors.New(said(output.String())))
		switch exit.ExitCode() {
		case exUnavailable, exNoHost, exTempFail:
			return later(why)
		}
		return never(why)
	}
	return fmt.Errorf("running %s: %w", said(c.words[0]), err)
}

func named(name string) refusal.Parts { return refusal.Parts{"Program": said(name)} }

// withBcc gives a message with a Bcc field, for a command that reads from the header whom
// it goes to: sendmail, msmtp, Postfix and Exim take the field out when they are called
// with -t, and only then.
func (c *command) withBcc(m Mail) ([]byte, error) {
	if len(m.Bcc) == 0 {
		return m.Raw, nil
	}
	if !slices.ContainsFunc(c.words[1:], readsRecipients) {
		return nil, errBccShown.With(named(c.words[0]))
	}
	for _, address := range m.Bcc {
		if strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r > '~' }) {
			return nil, errBcc.With(refusal.Parts{"Address": said(address)})
		}
	}
	return slices.Concat([]byte("Bcc: "+strings.Join(m.Bcc, ",\r\n ")+"\r\n"), m.Raw), nil
}

// readsRecipients reports whether a word is -t, also among other letters as in -oi or -ti.
func readsRecipients(word string) bool {
	return word == "-t" || word == "-ti" || word == "-it" || word == "--read-recipients"
}

// tail keeps the beginning of what is written.
type tail struct{ bytes.Buffer }

func (t *tail) Write(p []byte) (int, error) {
	t.Buffer.Write(p[:max(0, min(len(p), maxSaid-t.Len()))])
	return len(p), nil
}

// split cuts a command into words at blanks; quotes and backslashes keep blanks in one.
// There is no shell: nothing else means anything.
func split(line string) ([]string, error) {
	var words []string
	var word strings.Builder
	begun, escaped := false, false
	var quote rune
	for _, r := range line {
		switch {
		case escaped:
			word.WriteRune(r)
			escaped = false
		case r == '\\' && quote != '\'':
			escaped, begun = true, true
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '\'' || r == '"'):
			quote, begun = r, true
		case quote == 0 && (r == ' ' || r == '\t'):
			if begun {
				words = append(words, word.String())
			}
			word.Reset()
			begun = false
		default:
			word.WriteRune(r)
			begun = true
		}
	}
	if quote != 0 || escaped {
		return nil, errQuote
	}
	if begun {
		words = append(words, word.String())
	}
	return words, nil
}
