import { render } from 'preact';
import { App } from './ui/app.js';
import './ui/style/tokens.css';
import './ui/style/page.css';
import './ui/style/draw.css';

render(<App />, document.getElementById('app') as HTMLElement);
