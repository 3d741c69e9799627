// Package post hands messages over to be sent: to a command that takes them on its
// standard input, as sendmail and msmtp do, or to a mail server by SMTP. It says of each
// whether it was taken, was not, or may have been.
package post
