//go:build linux

package gtk

import (
	"github.com/ebitengine/purego"
	"github.com/evert-go/evert/deferred"
	glibhost "github.com/evert-go/evert/hosts/glib"
	"github.com/evert-go/evert/reactor"
)

// A Window has a line of text, a bar that fills up, and a button.
type Window struct {
	window, label, bar, button uintptr
	dialog                     uintptr // the question that is asked, 0 if none is
	asking                     func()
}

// NewWindow shows a window. The error is that there is no GTK, or no display.
func NewWindow(title, text, button string) (*Window, error) {
	if err := start(); err != nil {
		return nil, err
	}
	w := &Window{window: windowNew(0), label: labelNew(text), bar: barNew(), button: buttonNew(button)}
	setTitle(w.window, title)
	setDefaultSize(w.window, 360, 140)
	setBorder(w.window, 16)
	const vertical, spacing = 1, 12
	box := boxNew(vertical, spacing)
	for _, child := range []uintptr{w.label, w.bar, w.button} {
		containerAdd(box, child)
	}
	containerAdd(w.window, box)
	showAll(w.window)
	return w, nil
}

// Show shows a text, and how much is done: from 0 to 1.
func (w *Window) Show(text string, done float64) {
	labelSetText(w.label, text)
	barSetFraction(w.bar, done)
}

// Enable says whether the button can be clicked.
func (w *Window) Enable(on bool) { setSensitive(w.button, on) }

// Click clicks the button, as a user does.
func (w *Window) Click() { buttonClicked(w.button) }

// OnClicked has f called when the button is clicked.
func (w *Window) OnClicked(
	//evert:nonblocking
	f func(),
) {
	connect(w.button, "clicked", onSignal, signals.Add(func(int32) { f() }))
}

// OnClosed has f called when the window is closed.
func (w *Window) OnClosed(
	//evert:nonblocking
	f func(),
) {
	connect(w.window, "destroy", onSignal, signals.Add(func(int32) { f() }))
}

// OnAsk has f called whenever a question is on the screen.
func (w *Window) OnAsk(
	//evert:nonblocking
	f func(),
) {
	w.asking = f
}

// Answer answers the question that is asked, as a user does.
func (w *Window) Answer(yes bool) {
	response := int32(responseNo)
	if yes {
		response = responseYes
	}
	dialogResponse(w.dialog, response)
}

// Close closes the window.
func (w *Window) Close() { destroy(w.window) }

// What GTK calls answers.
const (
	responseYes = -8
	responseNo  = -9
)

// Confirm asks a question, and waits for the answer.
//
//evert:blocking callback=ConfirmDeferred
func (w *Window) Confirm(question string) bool {
	w.ask(question)
	defer w.asked()
	return dialogRun(w.dialog) == responseYes
}

// ConfirmDeferred is the callback form of [Window.Confirm]. Cancelling it takes the
// question away.
func (w *Window) ConfirmDeferred(_ reactor.Reactor, question string) *deferred.Deferred[bool] {
	d := deferred.New[bool](func(*deferred.Deferred[bool]) { w.asked() })
	w.ask(question)
	connect(w.dialog, "response", onResponse, signals.Add(func(response int32) {
		if d.Fired() { // it has if it was cancelled
			return
		}
		w.asked()
		d.Callback(response == responseYes)
	}))
	return d
}

// ask shows a question.
func (w *Window) ask(question string) {
	w.dialog = dialogNew()
	setTransient(w.dialog, w.window)
	setModal(w.dialog, true)
	setBorder(w.dialog, 16)
	containerAdd(dialogArea(w.dialog), labelNew(question))
	dialogAddButton(w.dialog, "No", responseNo)
	dialogAddButton(w.dialog, "Yes", responseYes)
	showAll(w.dialog)
	if w.asking != nil {
		w.asking()
	}
}

// asked takes it away.
func (w *Window) asked() {
	destroy(w.dialog)
	w.dialog = 0
}

// signals are what the handlers are called with. A handler lives as long as the program.
var signals glibhost.Handles[func(int32)]

func connect(object uintptr, signal string, handler, data uintptr) {
	signalConnect(object, signal, handler, data, 0, 0)
}

// onSignal handles a signal without parameters.
var onSignal = purego.NewCallback(func(_, data uintptr) {
	signals.Get(data)(0)
})

// onResponse handles the signal of a dialog.
var onResponse = purego.NewCallback(func(_ uintptr, response int32, data uintptr) {
	signals.Get(data)(response)
})
