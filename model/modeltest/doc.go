// Package modeltest draws random valid records for property tests.
package modeltest
