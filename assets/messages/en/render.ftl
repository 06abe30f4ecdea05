# Messages of the module `render` (en).

render-north = N
render-legend-more = { $count } more
