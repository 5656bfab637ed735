// Package glibhost makes a reactor of GLib's main loop, on which the programs of GTK run.
// It finds the library when the program starts, so that neither cgo nor header files are
// needed to build it; where there is no such library, [Open] says so.
//
//	loop, err := glibhost.Open()
//	...
//	button.OnClicked(func() { importDeferred(loop, list) })
//	loop.Run()
//
// # Who owns the loop
//
// GLib does, on the thread that calls [Loop.Run]. GTK may be used on that thread only. All
// callbacks run there, those of GTK as those of Evert, one at a time: as long as one has not
// returned nothing is drawn, and no key or click is seen.
//
// # What becomes of what
//
//	CallFromThread   an idle source: it comes after events, and after what is to be drawn,
//	                 so that no chain of calls makes the window stand still
//	CallLater        the same, when its time has come
//	RunInThread      a goroutine, which must not use GTK
//	OnReactor        whether the thread owns GLib's main context
//	panic            of a continuation: an outcome; of any other call: the end of the program,
//	                 since it cannot pass GLib's own functions
//
// A main loop inside a handler, such as gtk_dialog_run has, is no good on a reactor: a
// callback that runs one has not returned, and so no other one runs. That is one more thing
// that callback form does away with.
//
// # The pack
//
// Importing the package, even blank, gives os.ReadFile a callback form: GIO reads the file,
// without a goroutine ([ReadFileDeferred]). Package gtk, below, has one for asking the user.
package glibhost
