# Messages of the module `render` (en).

render-no-adapter = No graphics adapter answers, not even a software one.
    .advice = Install the graphics driver, or Mesa's software adapter (on Debian: mesa-vulkan-drivers), and start again.
render-device-lost = The graphics adapter stopped while the map was being drawn.
    .advice = Start the program again. If it happens again, choose the software adapter in the settings.
render-too-large = The picture of { $width } by { $height } pixels is larger than the adapter can draw ({ $most } pixels a side).
    .advice = Choose a smaller width and height.
render-not-settled = The map did not become complete.
    .advice = Try again with a smaller picture or fewer layers.

render-north = N
render-legend-more = { $count } more
