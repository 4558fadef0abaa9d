package connectwisetest

// settleDefault shows the default phone of a person as ConnectWise does beside the list.
func settleDefault(row Row) {
	delete(row, "defaultPhoneType")
	delete(row, "defaultPhoneNbr")
	for _, one := range row.items() {
		if one["communicationType"] == "Phone" && one["defaultFlag"] == true {
			row["defaultPhoneType"], row["defaultPhoneNbr"] = Row(one).at("type/name"), one["value"]
		}
	}
}

// items are the ways to reach a person.
func (r Row) items() []map[string]any {
	held, _ := r["communicationItems"].([]any)
	out := make([]map[string]any, len(held))
	for i, one := range held {
		out[i], _ = one.(map[string]any)
	}
	return out
}
