//go:build linux

// Package gtk has as much of GTK 3 as the example needs: a window with a text, a bar, and a
// button, and questions. GTK is found when the program starts, as GLib is.
//
// Everything here is for the loop's thread. [Window.Confirm] is the only function that
// waits: in blocking form it runs a main loop of its own, inside the handler that asks, in
// callback form it goes on when the answer is there.
package gtk

import (
	"errors"
	"sync"

	glibhost "github.com/evert-go/evert/hosts/glib"
)

var (
	initCheck       func(argc, argv uintptr) bool
	windowNew       func(kind int32) uintptr
	setTitle        func(window uintptr, title string)
	setDefaultSize  func(window uintptr, width, height int32)
	setBorder       func(container uintptr, width uint32)
	setTransient    func(dialog, window uintptr)
	setModal        func(window uintptr, modal bool)
	boxNew          func(orientation, spacing int32) uintptr
	containerAdd    func(container, child uintptr)
	labelNew        func(text string) uintptr
	labelSetText    func(label uintptr, text string)
	barNew          func() uintptr
	barSetFraction  func(bar uintptr, fraction float64)
	buttonNew       func(label string) uintptr
	buttonClicked   func(button uintptr)
	setSensitive    func(widget uintptr, on bool)
	showAll         func(widget uintptr)
	destroy         func(widget uintptr)
	dialogNew       func() uintptr
	dialogArea      func(dialog uintptr) uintptr
	dialogAddButton func(dialog uintptr, text string, id int32) uintptr
	dialogRun       func(dialog uintptr) int32
	dialogResponse  func(dialog uintptr, id int32)
	signalConnect   func(object uintptr, signal string, handler, data, notify uintptr, flags int32) uint64
)

// errDisplay is the error where GTK is, but nothing to show a window on.
var errDisplay = errors.New("cannot open the display: set DISPLAY")

// start makes GTK ready, once.
var start = sync.OnceValue(func() error {
	err := errors.Join(
		glibhost.Bind("libgobject-2.0.so.0", []glibhost.Symbol{{Name: "g_signal_connect_data", Func: &signalConnect}}),
		glibhost.Bind("libgtk-3.so.0", []glibhost.Symbol{
			{Name: "gtk_init_check", Func: &initCheck},
			{Name: "gtk_window_new", Func: &windowNew},
			{Name: "gtk_window_set_title", Func: &setTitle},
			{Name: "gtk_window_set_default_size", Func: &setDefaultSize},
			{Name: "gtk_container_set_border_width", Func: &setBorder},
			{Name: "gtk_window_set_transient_for", Func: &setTransient},
			{Name: "gtk_window_set_modal", Func: &setModal},
			{Name: "gtk_box_new", Func: &boxNew},
			{Name: "gtk_container_add", Func: &containerAdd},
			{Name: "gtk_label_new", Func: &labelNew},
			{Name: "gtk_label_set_text", Func: &labelSetText},
			{Name: "gtk_progress_bar_new", Func: &barNew},
			{Name: "gtk_progress_bar_set_fraction", Func: &barSetFraction},
			{Name: "gtk_button_new_with_label", Func: &buttonNew},
			{Name: "gtk_button_clicked", Func: &buttonClicked},
			{Name: "gtk_widget_set_sensitive", Func: &setSensitive},
			{Name: "gtk_widget_show_all", Func: &showAll},
			{Name: "gtk_widget_destroy", Func: &destroy},
			{Name: "gtk_dialog_new", Func: &dialogNew},
			{Name: "gtk_dialog_get_content_area", Func: &dialogArea},
			{Name: "gtk_dialog_add_button", Func: &dialogAddButton},
			{Name: "gtk_dialog_run", Func: &dialogRun},
			{Name: "gtk_dialog_response", Func: &dialogResponse},
		}))
	if err == nil && !initCheck(0, 0) {
		err = errDisplay
	}
	return err
})
