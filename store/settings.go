package store

import (
	"context"
	"fmt"
)

const settingPrefix = "setting."

// Settings that the store itself knows.
const (
	SettingDevice = "device" // this file's id among the desks of a workspace, made with the file
	SettingHome   = "home"   // ISO 3166 code of the country whose phone numbers need no code
)

const (
	maxSettingName = 200
	maxSetting     = 1 << 20 // bytes
)

// Setting gives what is kept under a name, "" when nothing is.
func (s *Store) Setting(ctx context.Context, name string) (string, error) {
	var text string
	err := s.read(ctx, func(tx *transaction) error {
		text = setting(tx, name)
		return nil
	})
	if err != nil {
		return "", fmt.Errorf("reading the setting %.40q: %w", name, err)
	}
	return text, nil
}

func setting(tx *transaction, name string) string {
	return string(tx.Bucket([]byte(bucketMeta)).Get([]byte(settingPrefix + name)))
}

// SetSetting keeps a text under a name; "" forgets it. Settings stay in this
// file: they are not synced and not undone.
func (s *Store) SetSetting(ctx context.Context, name, text string) error {
	if name == "" || len(name) > maxSettingName || len(text) > maxSetting {
		return fmt.Errorf("keeping the setting %.40q: %w: too long or without a name", name, ErrInvalid)
	}
	err := s.update(ctx, func(tx *transaction) error {
		meta, key := tx.Bucket([]byte(bucketMeta)), []byte(settingPrefix+name)
		if text == "" {
			return meta.Delete(key)
		}
		return meta.Put(key, []byte(text))
	})
	if err != nil {
		return fmt.Errorf("keeping the setting %.40q: %w", name, err)
	}
	return nil
}
