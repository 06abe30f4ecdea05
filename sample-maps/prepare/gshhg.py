"""Reads the binned netCDF files of GSHHG (shorelines, borders, rivers)."""

import netCDF4
import numpy as np


def segments(path, west, south, east, north):
    """Segments of one file that lie in bins touching the box.

    path: a `binned_*.nc` file. west, south, east, north: degrees, WGS 84.
    Returns a list of (level, array of shape (n, 2)) in degrees longitude,
    latitude. Coordinates are stored as 1/65535 of a bin relative to its
    south-west corner; bins run east, then south from the north pole.
    """
    variables = netCDF4.Dataset(path).variables
    size = float(variables["Bin_size_in_minutes"][0]) / 60
    columns = int(variables["N_bins_in_360_longitude_range"][0])
    rows = int(variables["N_bins_in_180_degree_latitude_range"][0])
    first = variables["Id_of_first_segment_in_a_bin"][:]
    count = variables["N_segments_in_a_bin"][:]
    dx = np.asarray(variables["Relative_longitude_from_SW_corner_of_bin"][:]).astype(np.uint16)
    dy = np.asarray(variables["Relative_latitude_from_SW_corner_of_bin"][:]).astype(np.uint16)
    start = variables["Id_of_first_point_in_a_segment"][:]
    packed = "Embedded_npts_levels_exit_entry_for_a_segment"
    if packed in variables:
        info = np.asarray(variables[packed][:])
        points, levels = info >> 9, (info >> 6) & 7
    else:
        points = np.asarray(variables["N_points_for_a_segment"][:]).astype(np.uint16)
        levels = variables["Hierarchial_level_of_a_segment"][:]
    found = []
    for number in range(columns * rows):
        left = (number % columns) * size
        bottom = 90 - (number // columns) * size - size
        if left + size <= west or left >= east or bottom + size <= south or bottom >= north:
            continue
        for segment in range(int(first[number]), int(first[number]) + int(count[number])):
            a, n = int(start[segment]), int(points[segment])
            x = left + dx[a : a + n] * (size / 65535)
            y = bottom + dy[a : a + n] * (size / 65535)
            found.append((int(levels[segment]), np.round(np.c_[x, y], 6)))
    return found
