package boltlog

import (
	"testing"

	"tradedesk/sync/server/storage"
)

var whenFull func(*testing.T, storage.Storage, func())
