// Package chat reads the exports of WhatsApp: the text of a conversation as Android
// and iOS write it in many languages, with times in the manner of the telephone.
package chat
