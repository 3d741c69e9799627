package client

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"tradedesk/sync/protocol"
)

// The reply to a registration may be lost when the server has made the device and a code is
// spent. A nonce that is kept before it is sent has the same asked for again, also by a desk
// that was killed.

// newNonce gives 130 random bits as protocol.NonceForm wants them.
func newNonce() string { return rand.Text() }

// triedLogin is a login that the server may have heard of.
type triedLogin struct {
	With  string `json:"with"` // SHA-256 of the code or token, which names its workspace: a server may have several addresses
	Nonce string `json:"nonce"`
}

// Settings of the last login with a code and with a token, until it went well. What is typed is tried as both, one after the other.
const (
	settingTriedCode  = "sync.tried.code"
	settingTriedToken = "sync.tried.token"
)

func (l Login) settingTried() string {
	if l.Invitation != "" {
		return settingTriedCode
	}
	return settingTriedToken
}

// nonce gives that of a login: the one that was kept when the same was tried before, or a new
// one, which is kept.
func (l Login) nonce(ctx context.Context) (string, error) {
	kept, err := l.Store.Setting(ctx, l.settingTried())
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(l.Invitation + l.Token))
	with := hex.EncodeToString(sum[:])
	var tried triedLogin
	if json.Unmarshal([]byte(kept), &tried) == nil && tried.With == with && protocol.NonceForm.MatchString(tried.Nonce) {
		return tried.Nonce, nil
	}
	tried = triedLogin{with, newNonce()}
	raw, err := json.Marshal(tried)
	if err != nil {
		return "", err
	}
	if err := l.Store.SetSetting(ctx, l.settingTried(), string(raw)); err != nil {
		return "", fmt.Errorf("noting that a login is tried: %w", err)
	}
	return tried.Nonce, nil
}

// settled forgets the nonce of a login that went well. One that was refused may have been
// so by another server than the one whose reply was lost.
func (l Login) settled(ctx context.Context, err error) error {
	if err != nil {
		return err
	}
	return l.Store.SetSetting(ctx, l.settingTried(), "")
}
