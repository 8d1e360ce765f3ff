//! Fewer numbers in each vector: the directions in which names differ most (principal components) are kept.

use crate::contrast::{Model, dot};
use crate::esco::Occupation;

/// Each sweep halves the number of wrong digits at least; eight are enough for 256 dimensions.
const SWEEPS: usize = 12;

/// Vectors of pieces, and of occupations.
pub type Compressed = (Vec<(u32, Vec<f32>)>, Vec<Vec<f32>>);

/// The vector of each piece and the centre of each occupation's names, in the `kept` strongest directions.
pub fn compressed(model: &Model, occupations: &[Occupation], kept: usize) -> Compressed {
    let size = model.dimensions();
    let mut spread = vec![0.0f64; size * size];
    let mut centres = Vec::with_capacity(occupations.len());
    for occupation in occupations {
        let mut centre = vec![0.0f32; size];
        for name in occupation.names.iter().flatten() {
            let unit = model.unit(name);
            centre.iter_mut().zip(&unit).for_each(|(sum, number)| *sum += number);
            for (row, number) in unit.iter().enumerate() {
                let sums = &mut spread[row * size..][..size];
                sums.iter_mut().zip(&unit).for_each(|(sum, other)| *sum += f64::from(number * other));
            }
        }
        let length = dot(&centre, &centre).sqrt().max(1e-6);
        centre.iter_mut().for_each(|number| *number /= length);
        centres.push(centre);
    }
    let directions = strongest(spread, size, kept);
    let turned =
        |vector: &[f32]| -> Vec<f32> { directions.iter().map(|direction| dot(vector, direction)).collect() };
    let pieces = model.pieces().iter().enumerate();
    (
        pieces.map(|(at, piece)| (*piece, turned(model.vector(at)))).collect(),
        centres.iter().map(|centre| turned(centre)).collect(),
    )
}

/// The eigenvectors of the largest eigenvalues of a symmetric matrix, by Jacobi's rotations.
fn strongest(mut matrix: Vec<f64>, size: usize, kept: usize) -> Vec<Vec<f32>> {
    let mut vectors = vec![0.0; size * size];
    (0..size).for_each(|at| vectors[at * size + at] = 1.0);
    for _ in 0..SWEEPS {
        for row in 0..size {
            for column in row + 1..size {
                let beside = matrix[row * size + column];
                if beside.abs() < 1e-9 {
                    continue;
                }
                let slant = (matrix[column * size + column] - matrix[row * size + row]) / (2.0 * beside);
                let tangent = slant.signum() / (slant.abs() + slant.hypot(1.0));
                let cosine = 1.0 / tangent.hypot(1.0);
                let turn = [cosine, tangent * cosine];
                for at in 0..size {
                    rotate(&mut matrix, at * size + row, at * size + column, turn);
                    rotate(&mut vectors, at * size + row, at * size + column, turn);
                }
                for at in 0..size {
                    rotate(&mut matrix, row * size + at, column * size + at, turn);
                }
            }
        }
    }
    let mut order: Vec<usize> = (0..size).collect();
    order.sort_by(|one, other| matrix[other * size + other].total_cmp(&matrix[one * size + one]));
    #[allow(clippy::cast_possible_truncation, reason = "from -1 to 1")]
    let column = |column: usize| (0..size).map(|row| vectors[row * size + column] as f32).collect();
    order.into_iter().take(kept).map(column).collect()
}

fn rotate(numbers: &mut [f64], one: usize, other: usize, [cosine, sine]: [f64; 2]) {
    let (left, right) = (numbers[one], numbers[other]);
    numbers[one] = cosine * left - sine * right;
    numbers[other] = sine * left + cosine * right;
}
