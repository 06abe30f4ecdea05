# Messages of the module `render` (fa).

render-north = شمال
render-legend-more = { $count } مورد دیگر
