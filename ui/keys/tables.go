package keys

// The keys of tables and of picking several records by their names.
const (
	FormEditor  ID = "form.editor"
	TableNext   ID = "table.next"
	TableRow    ID = "table.row"
	TableCarry  ID = "table.carry"
	TableDelete ID = "table.delete"
	TableSave   ID = "table.save"
	TableStop   ID = "table.cancel"
	ChooseMark  ID = "choose.mark"
	ChooseUp    ID = "choose.up"
	ChooseDown  ID = "choose.down"
	ChooseSave  ID = "choose.save"
	ChooseStop  ID = "choose.cancel"
)

// inTables are the keys of a table, and of picking several records by their names.
func inTables() []Action {
	return []Action{
		{ID: FormEditor, Scope: ScopeForm, Keys: []string{"ctrl+o"}, Hint: 35},
		{ID: TableNext, Scope: ScopeTable, Keys: []string{"tab", "enter"}, Hint: 10},
		{ID: TableRow, Scope: ScopeTable, Keys: []string{"down", "up"}, Hint: 20},
		{ID: TableCarry, Scope: ScopeTable, Keys: []string{"alt+up", "alt+down", "ctrl+up", "ctrl+down"}, Hint: 40},
		{ID: TableDelete, Scope: ScopeTable, Keys: []string{"ctrl+x"}, Hint: 50},
		{ID: TableSave, Scope: ScopeTable, Keys: []string{"ctrl+s"}, Hint: 30},
		{ID: TableStop, Scope: ScopeTable, Keys: []string{"esc"}, Hint: 60},
		{ID: ChooseMark, Scope: ScopeChoose, Keys: []string{"enter", "tab"}, Hint: 10},
		{ID: ChooseUp, Scope: ScopeChoose, Keys: []string{"up", "ctrl+p"}, Hint: 20},
		{ID: ChooseDown, Scope: ScopeChoose, Keys: []string{"down", "ctrl+n"}, Hint: 30},
		{ID: ChooseSave, Scope: ScopeChoose, Keys: []string{"ctrl+s"}, Hint: 15},
		{ID: ChooseStop, Scope: ScopeChoose, Keys: []string{"esc"}, Hint: 40},
	}
}
