package desk

import (
	"context"
	"fmt"
)

// screensPrefix keeps the settings of the screens apart from the desk's own.
const screensPrefix = "screens."

func (w *owner) Setting(ctx context.Context, name string) (string, error) {
	return during(ctx, w, func(ctx context.Context) (string, error) {
		if err := checkSetting(name, ""); err != nil {
			return "", fmt.Errorf("reading the setting %.40q: %w", name, err)
		}
		return w.store.Setting(ctx, screensPrefix+name)
	})
}

func (w *owner) SetSetting(ctx context.Context, name, text string) error {
	_, err := during(ctx, w, func(ctx context.Context) (nothing, error) {
		if err := checkSetting(name, text); err != nil {
			return nothing{}, fmt.Errorf("keeping the setting %.40q: %w", name, err)
		}
		return nothing{}, w.store.SetSetting(ctx, screensPrefix+name, text)
	})
	return err
}

func checkSetting(name, text string) error {
	switch {
	case name == "" || len(name) > MaxSettingName:
		return fmt.Errorf("%w: the name has %d bytes, want 1 to %d", ErrInvalid, len(name), MaxSettingName)
	case len(text) > MaxSetting:
		return fmt.Errorf("%w: %d bytes, want at most %d", ErrInvalid, len(text), MaxSetting)
	}
	return nil
}
