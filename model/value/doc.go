// Package value holds the trade's value types: decimals, money, quantities,
// codes and contact points. Each parses strictly, prints canonically, and says
// what is wrong with a bad value. All are comparable and their zero value means
// "not given".
package value
