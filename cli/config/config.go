// Package config says how the desk is set up: by flags, by the environment, by a
// file, and by what holds when nothing is said. The table of settings is the only
// list of them: the file, the environment and docs/config.md follow it.
package config

import (
	"fmt"
	"strconv"
	"strings"

	"tradedesk/desk"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// Name names a setting, as the file has it.
type Name string

// The settings.
const (
	Data    Name = "data"
	Me      Name = "me"
	Lang    Name = "lang"
	Bidi    Name = "bidi"
	Country Name = "country"
	Colours Name = "colours"
	Mouse   Name = "mouse"
	Confirm Name = "confirm"
	Editor  Name = "editor"
	Keys    Name = "keys"
	Sync    Name = "sync"
	Keyring Name = "keyring"

	Addresses Name = "addresses"

	MailSend  Name = "mail.send"
	MailFrom  Name = "mail.from"
	MailCA    Name = "mail.ca"
	MailInbox Name = "mail.inbox"
)

// list reports whether a setting is several texts: an array in the file, and commas
// between them elsewhere.
func (n Name) list() bool { return n == Addresses || n == MailInbox }

// Setting is one thing that can be set.
type Setting struct {
	Name  Name
	Flag  string // without the dashes, "" for none
	Env   string
	About string
	Usual string // what holds when nothing is said, for people
	// fault says why a value cannot be, "" when it can.
	fault func(string) string
}

// Table gives every setting in the order of the documentation.
func Table() []Setting {
	anything := func(string) string { return "" }
	return []Setting{
		{Data, "data", "TRADEDESK_DATA", "The directory of the desk.", "$XDG_DATA_HOME/tradedesk", anything},
		{Me, "me", "TRADEDESK_USER", "Your name, the author of changes and the owner that `me` means in a filter.", "the login name", anything},
		{Lang, "lang", "TRADEDESK_LANG", "The language of the screens: ar, fr or en.", "the system's (LC_ALL, LC_MESSAGES, LANG), else en", oneOf("ar", "fr", "en")},
		{Bidi, "", "TRADEDESK_BIDI", "Who puts Arabic letters in order on the screen: app is the desk, terminal the terminal, off nobody, for who has the screen read aloud; auto knows the terminals that want it otherwise than app.", "auto", oneOf("auto", "app", "terminal", "off")},
		{Country, "", "TRADEDESK_COUNTRY", "The country whose phone numbers are typed without a code (ISO 3166, two letters).", "MA", country},
		{Colours, "", "TRADEDESK_COLOURS", "auto asks the terminal whether it is dark; dark, light; none draws without colours, as NO_COLOR does.", "auto", oneOf("auto", "dark", "light", "none")},
		{Mouse, "", "TRADEDESK_MOUSE", "Whether the mouse selects, opens and scrolls. With it on, shift and the mouse select text in most terminals; `g m` switches it while the desk is open.", "true", truth},
		{Confirm, "", "TRADEDESK_CONFIRM", "From how many selected records on an action asks first; 0 never does.", "2", atLeastZero},
		{Editor, "", "TRADEDESK_EDITOR", "The command that edits long texts.", "$VISUAL, then $EDITOR, then vi", anything},
		{Keys, "", "TRADEDESK_KEYS", "The file of keys; `tradedesk config keys` prints one to start from.", "keys.toml beside the configuration", anything},
		{Sync, "", "TRADEDESK_SYNC", "When the server is called: automatic; manual, only when told, as on a metered line or at a fair; offline, never.", "as `tradedesk sync --mode` was told", oneOf("automatic", "manual", "offline")},
		{Keyring, "", "TRADEDESK_KEYRING", "Where the server's token is kept: system is the keyring of the system, with a file beside the desk (0600) where there is none; file is always that file.", "system", oneOf("system", "file")},
		{Addresses, "", "TRADEDESK_ADDRESSES", "Your own e-mail addresses, and whole domains of yours such as `@example.com`: mail from one of them went out when it is imported.", "none", addresses},
		{MailSend, "", "TRADEDESK_MAIL_SEND", "How messages are sent: a command that takes one on its standard input (`msmtp -t`), `smtp://USER@HOST:587` or `smtps://USER@HOST:465`, or none; see mail.md.", "none", sending},
		{MailFrom, "", "TRADEDESK_MAIL_FROM", "The address that messages are from, such as `Salma Benali <salma@example.com>`.", "the firm's", sender},
		{MailCA, "", "TRADEDESK_MAIL_CA", "A PEM file of certificates that are trusted of the mail server, beside the system's.", "none", anything},
		{MailInbox, "", "TRADEDESK_MAIL_INBOX", "Mailboxes and Maildirs whose new messages come in while the desk is open; several with commas between them.", "none", anything},
	}
}

func oneOf(choices ...string) func(string) string {
	return func(v string) string {
		for _, c := range choices {
			if v == c {
				return ""
			}
		}
		return "want " + strings.Join(choices[:len(choices)-1], ", ") + " or " + choices[len(choices)-1]
	}
}

func truth(v string) string {
	if _, err := parseTruth(v); err != nil {
		return "want true or false"
	}
	return ""
}

func parseTruth(v string) (bool, error) {
	switch strings.ToLower(v) {
	case "yes", "on":
		return true, nil
	case "no", "off":
		return false, nil
	}
	return strconv.ParseBool(strings.ToLower(v))
}

func atLeastZero(v string) string {
	if n, err := strconv.Atoi(v); err != nil || n < 0 || n > 1_000_000_000 {
		return "want a number, 0 or more"
	}
	return ""
}

func addresses(v string) string {
	for _, a := range texts(v) {
		name, domain, ok := strings.Cut(a, "@")
		if !ok || domain == "" || strings.ContainsAny(name+domain, "@ <>") {
			return "want addresses such as salma@example.com or @example.com"
		}
	}
	return ""
}

func sending(v string) string {
	if err := desk.CheckMailSend(v); err != nil {
		return err.Error()
	}
	return ""
}

func sender(v string) string {
	if err := desk.CheckAddress(v); err != nil {
		return "want an address such as Salma Benali <salma@example.com>"
	}
	return ""
}

func texts(v string) []string {
	return strings.FieldsFunc(v, func(r rune) bool { return r == ',' || r == ' ' || r == ';' })
}

func country(v string) string {
	if _, err := value.ParseCountry(v); err != nil {
		return "want a country, such as MA"
	}
	return ""
}

// Origin says where a value is from.
type Origin string

// The origins, the strongest first.
const (
	FromFlag    Origin = "flag"
	FromEnv     Origin = "environment"
	FromFile    Origin = "file"
	FromDefault Origin = "default"
)

// Value is a setting that is in force.
type Value struct {
	Name   Name   `json:"name"`
	Value  string `json:"value"`
	Origin Origin `json:"origin"`
	Where  string `json:"where,omitempty"` // --data, TRADEDESK_DATA, or file:line
}

// Sources is all that settings are read from.
type Sources struct {
	Flags  map[string]string // those that were given, by name
	Getenv func(string) string
	File   File
	// Defaults are the values that hold when nothing is said.
	Defaults map[Name]string
}

// Config is the settings in force.
type Config struct{ values map[Name]Value }

// Text gives a value as it was written.
func (c Config) Text(n Name) string { return c.values[n].Value }

// True gives a value that is true or false.
func (c Config) True(n Name) bool {
	v, err := parseTruth(c.values[n].Value)
	return err == nil && v
}

// List gives the texts of a value that is several.
func (c Config) List(n Name) []string { return texts(c.values[n].Value) }

// Paths gives the paths of a value that is several; blanks may be in them.
func (c Config) Paths(n Name) []string {
	var out []string
	for path := range strings.SplitSeq(c.values[n].Value, ",") {
		if path = strings.TrimSpace(path); path != "" {
			out = append(out, path)
		}
	}
	return out
}

// Number gives a value that is a number.
func (c Config) Number(n Name) int {
	v, err := strconv.Atoi(c.values[n].Value)
	if err != nil {
		return 0
	}
	return v
}

// Values gives every setting in the order of the table.
func (c Config) Values() []Value {
	var out []Value
	for _, s := range Table() {
		out = append(out, c.values[s.Name])
	}
	return out
}

// Resolve finds what is in force. A wrong value is an error that says where it
// stands; the rest is resolved all the same.
func Resolve(from Sources) (Config, []error) {
	c := Config{values: map[Name]Value{}}
	faults := from.File.Faults
	for _, s := range Table() {
		v := from.value(s)
		if v.Origin != FromDefault {
			if why := s.fault(v.Value); why != "" {
				faults = append(faults, v.fault(why))
				v = Value{Name: s.Name, Value: from.Defaults[s.Name], Origin: FromDefault}
			}
		}
		c.values[s.Name] = v
	}
	return c, faults
}

// FlagError is a flag with a value that cannot be: wrong usage, whatever the
// command.
type FlagError struct{ text string }

// Error says which flag, and what it wants.
func (e *FlagError) Error() string { return e.text }

// withoutSecret hides the password of a URL, which should not be there.
func withoutSecret(v string) string {
	scheme, rest, ok := strings.Cut(v, "://")
	at := strings.LastIndexByte(rest, '@')
	if !ok || at < 0 {
		return v
	}
	if name, _, secret := strings.Cut(rest[:at], ":"); secret {
		return scheme + "://" + name + ":…" + rest[at:]
	}
	return v
}

// fault says why a value cannot be, and where it stands.
func (v Value) fault(why string) error {
	shown := text.Clean(withoutSecret(v.Value), 60)
	switch v.Origin {
	case FromFlag:
		return &FlagError{fmt.Sprintf("%s %q: %s", v.Where, shown, why)}
	case FromFile:
		return fmt.Errorf("%s: %s = %q: %s", v.Where, v.Name, shown, why)
	case FromEnv, FromDefault:
	}
	return fmt.Errorf("%s %q: %s", v.Where, shown, why)
}

// value gives a setting's value by the order of the origins.
func (from Sources) value(s Setting) Value {
	if v, ok := from.Flags[s.Flag]; ok && s.Flag != "" {
		return Value{s.Name, v, FromFlag, "--" + s.Flag}
	}
	if v := from.Getenv(s.Env); v != "" {
		return Value{s.Name, v, FromEnv, s.Env}
	}
	if v, ok := from.File.settings[s.Name]; ok {
		return Value{s.Name, v.text, FromFile, v.where}
	}
	return Value{s.Name, from.Defaults[s.Name], FromDefault, ""}
}
